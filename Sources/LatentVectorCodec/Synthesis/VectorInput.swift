import Codec
import NeuralInference
import UniversalQuantization

/// Builds what the heads of a latent-vector model read, a row a picture.
///
/// - `latent`, [N, d]: level − u in quantizer steps.
/// - `cell`, [N, d·L]: the levels once more, one-hot. |u| is below half a step,
///   so level − u tells the level; writing it out spares a small network the
///   search for the cells' borders.
/// - `noise`, [N, z]: common randomness in (−1, 1) from stream 1 of the seed.
struct VectorInput: Sendable {
  private let rung: VectorRung
  private let dither: Dither
  private let noise: CommonRandomness

  init(_ rung: VectorRung, seed: UInt64) {
    self.rung = rung
    dither = rung.dither(seed: seed)
    noise = CommonRandomness(seed: seed, stream: 1)
  }

  /// The shapes of the inputs of a graph for so many pictures.
  func shapes(for graph: Graph, rows: Int = 1) -> [String: [Int]] {
    var shapes = rung.inputShapes(rows: rows)
    if graph.readsNoise { shapes["noise"] = [rows, rung.vector.noise] }
    return shapes
  }

  /// The inputs of a graph for some pictures of a file.
  func tensors(
    of indices: VectorIndices, _ places: Range<Int>, for graph: Graph
  ) throws(RDCError) -> [String: Tensor] {
    let (latents, levels) = (rung.latents, rung.description.levels)
    let count = places.count
    var latent = [Float](repeating: 0, count: count * latents)
    var cell = [Float](repeating: 0, count: count * latents * levels)
    var place = 0
    for picture in places {
      let offsets = dither.indices(picture: UInt64(picture), 0..<latents)
      for (index, g) in zip(indices[picture], offsets) {
        latent[place] = rung.quantizer.reconstruct(
          Int(index), dither: Int(g))
        cell[place * levels + Int(index)] = 1
        place += 1
      }
    }
    var tensors = [
      "latent": try Tensor.of([count, latents], latent),
      "cell": try Tensor.of([count, latents * levels], cell),
    ]
    if graph.readsNoise {
      let width = rung.vector.noise
      var drawn: [Float] = []
      drawn.reserveCapacity(count * width)
      for picture in places {
        let values = noise.uniform(
          picture: UInt64(picture), 0..<width, grid: rung.quantizer.grid)
        for value in values { drawn.append(2 * value) }
      }
      tensors["noise"] = try Tensor.of([count, width], drawn)
    }
    return tensors
  }
}

extension Graph {
  /// Whether the graph asks for common randomness.
  var readsNoise: Bool { description.inputs.contains { $0.name == "noise" } }
}
