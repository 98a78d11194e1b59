import Codec
import NeuralInference
import Support
import UniversalQuantization

/// The inverse direction: from indices to labels. `VectorHead` gives pixels.
///
/// Its network is loaded when labels are first asked for, since most readers
/// want pixels alone, and kept: to load it takes as long as to read a hundred
/// pictures.
struct VectorReader: Sendable {
  /// The network.
  let graph = LazyValue<Graph>()
  private let rung: VectorRung
  private let seed: UInt64

  init(_ rung: VectorRung, seed: UInt64) {
    self.rung = rung
    self.seed = seed
  }

  /// Probabilities of the labels, [N, classes], from the bits alone.
  func labels(
    _ indices: VectorIndices, _ places: Range<Int>, execution: Execution
  ) throws(RDCError) -> Tensor {
    let graph = try network()
    let input = VectorInput(rung, seed: seed)
    let classes = rung.vector.labels.count
    let batches = (places.count + Self.labelBatch - 1) / Self.labelBatch
    let parts = try Parallel.map(batches, threads: execution.threads) {
      batch throws(RDCError) -> Tensor in
      let start = places.lowerBound + batch * Self.labelBatch
      let rows = start..<min(places.upperBound, start + Self.labelBatch)
      let logits = try execution.run(
        graph, input.tensors(of: indices, rows, for: graph))
      try rung.check(
        logits, [rows.count, classes], of: rung.description.label)
      return try Labels.probabilities(logits)
    }
    return try Tensor.of([places.count, classes], parts.flatMap(\.values))
  }

  /// The bytes that the network takes on each thread.
  func memory(_ execution: Execution) throws(RDCError) -> Int {
    let graph = try network()
    return try Execution.runBytes(
      graph,
      VectorInput(rung, seed: seed).shapes(for: graph, rows: Self.labelBatch))
  }

  private func network() throws(RDCError) -> Graph {
    try graph.get { () throws(RDCError) in
      try rung.graph(rung.description.label)
    }
  }

  /// Pictures that go through the label graph together.
  private static let labelBatch = 256
}
