import NeuralInference
import UniversalQuantization

/// The inverse direction: from indices to the samples of one head, with its
/// graphs loaded.
struct LatentHead: Sendable {
  private let rung: LatentRung
  private let input: HeadInput
  private let chosen: Graph
  /// The distortion head, where the two are blended.
  private let base: Graph?
  private let strength: Float

  /// - Parameter strength: 0 is the distortion head, 1 the chosen one; between
  ///   them the two are blended linearly, which is optimal for squared error
  ///   against Wasserstein-2 (Freirich et al. 2021, theorem 3).
  init(
    _ rung: LatentRung, seed: UInt64, head: Head, strength: Float
  ) throws(RDCError) {
    self.rung = rung
    self.strength = strength
    input = HeadInput(rung, seed: seed)
    chosen = try rung.graph(of: head)
    base =
      strength != 1 && head != .distortion
      ? try rung.graph(of: .distortion) : nil
  }

  /// The 8-bit samples of pictures, as one head reads them.
  ///
  /// - Parameter numbers: the places of `indices` in the file, which set the
  ///   dither.
  func samples(
    _ indices: [[UInt8]], numbers: [Int], execution: Execution
  ) throws(RDCError) -> [UInt8] {
    let size = rung.sampleCount
    let batch = try execution.batchSize(chosen, input.shapes(for: chosen))
    return try SharedBuffer.fill(indices.count * size, with: UInt8(0)) {
      output throws(RDCError) in
      try Parallel.forEach(
        indices.count, batch: batch, threads: execution.threads
      ) { rows throws(RDCError) in
        var values = try run(chosen, indices, numbers, rows, execution)
        if let base {
          let closest = try run(base, indices, numbers, rows, execution)
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

  /// What a graph gives for some of the pictures.
  private func run(
    _ graph: Graph, _ indices: [[UInt8]], _ numbers: [Int],
    _ rows: Range<Int>, _ execution: Execution
  ) throws(RDCError) -> [Float] {
    let pixels = try execution.run(
      graph,
      input.tensors(of: indices[rows], numbers: numbers[rows], for: graph))
    try rung.check(pixels, [rows.count, rung.sampleCount], of: "head")
    return pixels.values
  }
}

extension Float {
  /// The value limited to [0, 1]; what is not a number counts as 0.
  fileprivate var limited: Float { self > 0 ? (self < 1 ? self : 1) : 0 }
}
