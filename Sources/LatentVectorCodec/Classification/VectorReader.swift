import Codec
import NeuralInference
import Support
import UniversalQuantization

/// The inverse direction: from indices to labels. `VectorHead` gives pixels.
struct VectorReader: Sendable {
  private let rung: VectorRung
  private let seed: UInt64

  init(_ rung: VectorRung, seed: UInt64) {
    self.rung = rung
    self.seed = seed
  }

  /// Probabilities of the labels, [N, classes], from the bits alone.
  func labels(
    _ indices: [[UInt8]], numbers: [Int], execution: Execution
  ) throws(RDCError) -> Tensor {
    let graph = try rung.graph(rung.description.label)
    let input = VectorInput(rung, seed: seed)
    let classes = rung.vector.labels.count
    let batches = (indices.count + Self.labelBatch - 1) / Self.labelBatch
    let parts = try Parallel.map(batches, threads: execution.threads) {
      batch throws(RDCError) -> Tensor in
      let start = batch * Self.labelBatch
      let rows = start..<min(indices.count, start + Self.labelBatch)
      let logits = try execution.run(
        graph,
        input.tensors(of: indices[rows], numbers: numbers[rows], for: graph))
      try rung.check(
        logits, [rows.count, classes], of: rung.description.label)
      return try Labels.probabilities(logits)
    }
    return try Tensor.of([indices.count, classes], parts.flatMap(\.values))
  }

  /// Pictures that go through the label graph together.
  private static let labelBatch = 256
}
