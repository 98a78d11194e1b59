import ImageIO
import NeuralInference
import UniversalQuantization

/// The forward direction: from pictures to indices.
///
/// Effort 0 is the paper's encoder, k = nearest level to f(x) + u. From effort
/// 1 on all Lᵈ cells are decoded as the distortion head would, and the one with
/// the least MSE + μ·CE + λ·bits is kept, where CE is what the label head would
/// pay for the label that the guide classifier sees in the picture. The file
/// and its readers do not care how the indices were found.
struct LatentSearch: Sendable {
  private let rung: LatentRung
  private let effort: Int
  private let analysis: Graph?
  private let pixels: Graph?
  private let label: Graph?

  init(_ rung: LatentRung, effort: Int) throws(RDCError) {
    self.rung = rung
    self.effort = effort
    if effort == 0 {
      analysis = try rung.graph(rung.description.analysis)
      pixels = nil
      label = nil
    } else {
      analysis = nil
      pixels = try rung.graph(of: .distortion)
      label = try rung.graph(rung.description.label)
    }
  }

  /// Pictures that go through the search together: bounds the memory that
  /// their decoded candidates take.
  private var chunk: Int {
    effort == 0 ? 512 : max(1, 4096 / rung.cellCount)
  }

  /// The indices of every picture.
  ///
  /// - Parameters:
  ///   - pictures: samples on [0, 1], one picture after the other.
  ///   - labels: what the guide sees in each picture; unused at effort 0.
  ///   - progress: called with the pictures done so far.
  func indices(
    of pictures: [Float], labels: [Int], seed: UInt64, execution: Execution,
    progress: @escaping @Sendable (Int) -> Void
  ) throws(RDCError) -> [[UInt8]] {
    let size = rung.sampleCount
    let count = pictures.count / size
    let chunk = chunk
    let done = Counter()
    let parts = try Parallel.map(
      (count + chunk - 1) / chunk, threads: execution.threads
    ) { part throws(RDCError) -> [[UInt8]] in
      let rows = part * chunk..<min(count, (part + 1) * chunk)
      let found =
        try effort == 0
        ? forward(pictures, rows, seed, execution)
        : search(pictures, labels, rows, seed, execution)
      progress(done.add(rows.count))
      return found
    }
    return parts.flatMap { $0 }
  }

  /// f(x) alone.
  private func forward(
    _ pictures: [Float], _ rows: Range<Int>, _ seed: UInt64,
    _ execution: Execution
  ) throws(RDCError) -> [[UInt8]] {
    guard let analysis else { return [] }
    let size = rung.sampleCount
    let picture = try Tensor.of(
      [rows.count, size],
      Array(pictures[rows.lowerBound * size..<rows.upperBound * size]))
    let y = try execution.run(analysis, ["picture": picture])
    let dither = rung.dither(seed: seed)
    return rows.map { row in
      let places = dither.indices(picture: UInt64(row), 0..<rung.latents)
      let first = (row - rows.lowerBound) * rung.latents
      return places.enumerated().map { latent, place in
        UInt8(
          rung.quantizer.quantize(
            y.values[first + latent], dither: Int(place)))
      }
    }
  }

  /// All cells of every picture.
  private func search(
    _ pictures: [Float], _ labels: [Int], _ rows: Range<Int>, _ seed: UInt64,
    _ execution: Execution
  ) throws(RDCError) -> [[UInt8]] {
    guard let pixels, let label else { return [] }
    let cells = (0..<rung.cellCount).map(rung.indices(ofCell:))
    let dither = rung.dither(seed: seed)
    var input = HeadInput(rung, seed: seed, capacity: rows.count * cells.count)
    var bits: [[Double]] = []
    for row in rows {
      let places = dither.indices(picture: UInt64(row), 0..<rung.latents)
      for cell in cells { input.append(cell, dither: places) }
      do {
        bits.append(try rung.coder.cellBits(dither: places))
      } catch {
        throw .entropy(error)
      }
    }
    let decoded = try execution.run(pixels, input.tensors(for: pixels))
    let logits = try execution.run(label, input.tensors(for: label))
    let logProbabilities = try Labels.logProbabilities(logits)
    let weights = rung.description.search
    let size = rung.sampleCount
    let classes = logProbabilities.shape[1]
    return rows.map { row in
      let first = (row - rows.lowerBound) * cells.count
      var best = (cell: 0, cost: Double.infinity)
      for cell in cells.indices {
        let squares = SquaredError.clamped(
          pictures, row * size, decoded.values, (first + cell) * size, size)
        let cost =
          Double(squares) / Double(size)
          - weights.classification
          * Double(
            logProbabilities.values[(first + cell) * classes + labels[row]])
          + weights.rate * bits[row - rows.lowerBound][cell]
        if cost < best.cost { best = (cell, cost) }
      }
      return cells[best.cell]
    }
  }
}
