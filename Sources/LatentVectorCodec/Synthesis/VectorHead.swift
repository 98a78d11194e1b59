import Codec
import NeuralInference
import Support
import UniversalQuantization

/// The inverse direction: from indices to the samples of one head, with its
/// graphs loaded.
struct VectorHead: Sendable {
  private let rung: VectorRung
  private let input: VectorInput
  /// The head at the strength, or the next one below it.
  private let lower: Graph
  /// The next one above, where the two are blended.
  private let upper: Graph?
  private let weight: Float

  /// Loads a head at a strength: 0 is the distortion head, 1 the chosen one.
  ///
  /// Between the heads that the pack has on this way two neighbours are blended
  /// linearly. The blend of ideal ends is optimal for squared error against
  /// Wasserstein-2 of whole pictures (Freirich et al. 2021, theorem 3). For
  /// other distances, and for labels, it is not: hence the heads between.
  init(
    _ rung: VectorRung, seed: UInt64, head: Head, strength: Float
  ) throws(RDCError) {
    self.rung = rung
    input = VectorInput(rung, seed: seed)
    let chosen = try rung.graphName(of: head)
    guard strength != 1, head != .distortion else {
      (lower, upper, weight) = (try rung.graph(chosen), nil, 0)
      return
    }
    let dial = VectorDial(
      from: try rung.graphName(of: .distortion),
      through: rung.description.between[head.rawValue] ?? [],
      to: chosen, strength: strength)
    lower = try rung.graph(dial.lower)
    upper = if let name = dial.upper { try rung.graph(name) } else { nil }
    weight = dial.weight
  }

  /// The bytes that the networks take on each thread.
  func memory(_ execution: Execution) throws(RDCError) -> Int {
    let batch = try batchSize(execution)
    var bytes = 0
    for graph in [lower] + (upper.map { [$0] } ?? []) {
      bytes += try Execution.runBytes(
        graph, input.shapes(for: graph, rows: batch))
    }
    return bytes
  }

  /// How many pictures go through the networks together.
  private func batchSize(_ execution: Execution) throws(RDCError) -> Int {
    var batch = try execution.batchSize(lower, input.shapes(for: lower))
    if let upper {
      batch = min(
        batch, try execution.batchSize(upper, input.shapes(for: upper)))
    }
    return batch
  }

  /// The 8-bit samples of some of a file's pictures, as one head reads them.
  func samples(
    _ indices: VectorIndices, _ places: Range<Int>, execution: Execution
  ) throws(RDCError) -> [UInt8] {
    let size = rung.sampleCount
    let batch = try batchSize(execution)
    return try SharedBuffer.fill(places.count * size) {
      output throws(RDCError) in
      try Parallel.forEach(
        places.count, batch: batch, threads: execution.threads
      ) { rows throws(RDCError) in
        let part =
          places.lowerBound + rows.lowerBound..<places.lowerBound
          + rows.upperBound
        var values = try run(lower, indices, part, execution)
        if let upper {
          let above = try run(upper, indices, part, execution)
          for i in values.indices {
            let (low, high) = (values[i].limited, above[i].limited)
            values[i] = low + weight * (high - low)
          }
        }
        SampleScale.samples(
          values, into: output, at: rows.lowerBound * size,
          instructionSet: execution.instructionSet)
      }
    }
  }

  /// What a graph gives for some of the pictures.
  private func run(
    _ graph: Graph, _ indices: VectorIndices, _ places: Range<Int>,
    _ execution: Execution
  ) throws(RDCError) -> [Float] {
    let pixels = try execution.run(
      graph, input.tensors(of: indices, places, for: graph))
    try rung.check(pixels, [places.count, rung.sampleCount], of: "head")
    return pixels.values
  }
}

extension Float {
  /// The value limited to [0, 1]; what is not a number counts as 0.
  fileprivate var limited: Float { self > 0 ? (self < 1 ? self : 1) : 0 }
}
