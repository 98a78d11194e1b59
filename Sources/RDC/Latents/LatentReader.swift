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

  /// Pictures that go through a head together.
  private static let chunk = 256

  /// The samples of pictures on [0, 1], as one head reads them.
  ///
  /// - Parameters:
  ///   - numbers: the places of `indices` in the file, which set the dither.
  ///   - strength: 0 is the distortion head, 1 the chosen one; between them
  ///     the two are blended linearly, which is optimal for squared error
  ///     against Wasserstein-2 (Freirich et al. 2021, theorem 3).
  func samples(
    _ indices: [[UInt8]], numbers: [Int], head: Head, strength: Float,
    execution: Execution
  ) throws(RDCError) -> [Float] {
    let chosen = try rung.graph(of: head)
    let blends = strength != 1 && head != .distortion
    let base = blends ? try rung.graph(of: .distortion) : nil
    let parts = try chunks(indices, numbers, execution) {
      input throws(RDCError) -> [Float] in
      var values = try execution.run(
        chosen, input.tensors(for: chosen)
      ).values
      if let base {
        let closest = try execution.run(
          base, input.tensors(for: base)
        ).values
        for i in values.indices {
          values[i] = closest[i] + strength * (values[i] - closest[i])
        }
      }
      return values.map { min(max($0, 0), 1) }
    }
    return parts.flatMap { $0 }
  }

  /// Probabilities of the labels, [N, classes], from the bits alone.
  func labels(
    _ indices: [[UInt8]], numbers: [Int], execution: Execution
  ) throws(RDCError) -> Tensor {
    let graph = try rung.graph(rung.description.label)
    let parts = try chunks(indices, numbers, execution) {
      input throws(RDCError) -> Tensor in
      try Labels.probabilities(
        execution.run(graph, input.tensors(for: graph)))
    }
    return try Tensor.of(
      [indices.count, rung.model.pack.description.labels.count],
      parts.flatMap(\.values))
  }

  /// Builds what heads read for one chunk after the other.
  private func chunks<Output: Sendable>(
    _ indices: [[UInt8]], _ numbers: [Int], _ execution: Execution,
    _ body: @Sendable (HeadInput) throws(RDCError) -> Output
  ) throws(RDCError) -> [Output] {
    let dither = rung.dither(seed: seed)
    let count = (indices.count + Self.chunk - 1) / Self.chunk
    return try Parallel.map(count, threads: execution.threads) {
      part throws(RDCError) -> Output in
      let rows =
        part * Self.chunk..<min(indices.count, (part + 1) * Self.chunk)
      var input = HeadInput(rung, seed: seed, capacity: rows.count)
      for row in rows {
        let number = UInt64(numbers[row])
        input.append(
          indices[row],
          dither: dither.indices(picture: number, 0..<rung.latents))
        input.appendNoise(picture: number)
      }
      return try body(input)
    }
  }
}
