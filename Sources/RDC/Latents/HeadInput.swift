import NeuralInference
import UniversalQuantization

/// What the heads of a latent-vector model read, built row by row.
///
/// - `latent`, [N, d]: level − u in quantizer steps.
/// - `cell`, [N, d·L]: the levels once more, one-hot. |u| is below half a step,
///   so level − u tells the level; writing it out spares a small network the
///   search for the cells' borders.
/// - `noise`, [N, z]: common randomness in (−1, 1) from stream 1 of the seed.
struct HeadInput {
  private let rung: LatentRung
  private let noise: CommonRandomness
  private var latent: [Float] = []
  private var cell: [Float] = []
  private var drawn: [Float] = []
  private var count = 0

  init(_ rung: LatentRung, seed: UInt64, capacity: Int) {
    self.rung = rung
    noise = CommonRandomness(seed: seed, stream: 1)
    latent.reserveCapacity(capacity * rung.latents)
    cell.reserveCapacity(capacity * rung.latents * rung.description.levels)
  }

  /// Adds a picture's indices under its dither.
  mutating func append(_ indices: [UInt8], dither: [UInt16]) {
    for (index, g) in zip(indices, dither) {
      latent.append(rung.quantizer.reconstruct(Int(index), dither: Int(g)))
      for level in 0..<rung.description.levels {
        cell.append(level == Int(index) ? 1 : 0)
      }
    }
    count += 1
  }

  /// Adds the noise of a picture; for heads that read it.
  mutating func appendNoise(picture: UInt64) {
    let width = rung.model.pack.description.noise
    for value in noise.uniform(
      picture: picture, 0..<width, grid: rung.quantizer.grid)
    {
      drawn.append(2 * value)
    }
  }

  /// The tensors for a graph, by the names of its inputs.
  func tensors(
    for graph: Graph
  ) throws(RDCError) -> [String: Tensor] {
    let levels = rung.description.levels
    var tensors = [
      "latent": try Tensor.of([count, rung.latents], latent),
      "cell": try Tensor.of([count, rung.latents * levels], cell),
    ]
    if graph.readsNoise {
      let width = rung.model.pack.description.noise
      tensors["noise"] = try Tensor.of([count, width], drawn)
    }
    return tensors
  }
}

extension Graph {
  /// Whether the graph asks for common randomness.
  var readsNoise: Bool { description.inputs.contains { $0.name == "noise" } }
}
