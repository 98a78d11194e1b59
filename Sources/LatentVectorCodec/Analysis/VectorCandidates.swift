import Codec
import NeuralInference
import UniversalQuantization

/// Builds what the heads read for all cells of pictures: what `VectorInput`
/// builds for one cell of each.
///
/// The cells of any two pictures differ in their dither alone, so they are
/// written once and copied.
struct VectorCandidates: Sendable {
  private let rung: VectorRung
  private let dither: Dither
  /// Level of every latent of every cell, [cells, d].
  private let levels: [Float]
  /// The same one-hot, [cells, d·L].
  private let hot: [Float]

  init(_ rung: VectorRung, seed: UInt64) {
    self.rung = rung
    dither = rung.dither(seed: seed)
    let centre = rung.quantizer.centre
    var levels: [Float] = []
    var hot: [Float] = []
    for cell in 0..<rung.cellCount {
      for index in rung.indices(ofCell: cell) {
        levels.append(Float(index) - centre)
        for level in 0..<rung.description.levels {
          hot.append(level == Int(index) ? 1 : 0)
        }
      }
    }
    self.levels = levels
    self.hot = hot
  }

  /// Rows for the cells of one picture after the other; `pictures` are their
  /// places in the file.
  func tensors(
    of pictures: Range<Int>
  ) throws(RDCError) -> [String: Tensor] {
    let latents = rung.latents
    let rows = pictures.count * rung.cellCount
    var latent: [Float] = []
    latent.reserveCapacity(rows * latents)
    var cell: [Float] = []
    cell.reserveCapacity(rows * latents * rung.description.levels)
    for picture in pictures {
      let offsets = dither.indices(picture: UInt64(picture), 0..<latents)
        .map(dither.offset)
      for start in stride(from: 0, to: levels.count, by: latents) {
        for (place, offset) in offsets.enumerated() {
          latent.append(levels[start + place] - offset)
        }
      }
      cell += hot
    }
    return [
      "latent": try Tensor.of([rows, latents], latent),
      "cell": try Tensor.of([rows, latents * rung.description.levels], cell),
    ]
  }
}
