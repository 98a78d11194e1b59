import NeuralInference
import UniversalQuantization

/// The inverse direction: from indices to a head's samples, or to labels.
struct LatentReader: Sendable {
  private let rung: LatentRung
  private let seed: UInt64

  init(_ rung: LatentRung, seed: UInt64) {
    self.rung = rung
    self.seed = seed
  }

  /// The 8-bit samples of pictures, as one head reads them.
  ///
  /// - Parameters:
  ///   - numbers: the places of `indices` in the file, which set the dither.
  ///   - strength: 0 is the distortion head, 1 the chosen one; between them
  ///     the two are blended linearly, which is optimal for squared error
  ///     against Wasserstein-2 (Freirich et al. 2021, theorem 3).
  func samples(
    _ indices: [[UInt8]], numbers: [Int], head: Head, strength: Float,
    execution: Execution
  ) throws(RDCError) -> [UInt8] {
    let chosen = try rung.graph(of: head)
    let blends = strength != 1 && head != .distortion
    let base = blends ? try rung.graph(of: .distortion) : nil
    let input = HeadInput(rung, seed: seed)
    let size = rung.sampleCount
    let batch = try execution.batchSize(chosen, input.shapes(for: chosen))
    return try SharedBuffer.fill(indices.count * size, with: UInt8(0)) {
      output throws(RDCError) in
      try Parallel.forEach(
        indices.count, batch: batch, threads: execution.threads
      ) { rows throws(RDCError) in
        func run(_ graph: Graph) throws(RDCError) -> [Float] {
          let pixels = try execution.run(
            graph,
            input.tensors(
              of: indices[rows], numbers: numbers[rows], for: graph))
          try rung.check(pixels, [rows.count, size], of: head.rawValue)
          return pixels.values
        }
        var values = try run(chosen)
        if let base {
          let closest = try run(base)
          for i in values.indices {
            let (d, h) = (closest[i].limited, values[i].limited)
            values[i] = d + strength * (h - d)
          }
        }
        SampleScale.samples(
          values, into: output, at: rows.lowerBound * size,
          instructionSet: execution.instructionSet)
      }
    }
  }

  /// Probabilities of the labels, [N, classes], from the bits alone.
  func labels(
    _ indices: [[UInt8]], numbers: [Int], execution: Execution
  ) throws(RDCError) -> Tensor {
    let graph = try rung.graph(rung.description.label)
    let input = HeadInput(rung, seed: seed)
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

extension Float {
  /// The value limited to [0, 1]; what is not a number counts as 0.
  fileprivate var limited: Float { self > 0 ? (self < 1 ? self : 1) : 0 }
}
