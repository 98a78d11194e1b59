import CKernels
import Codec
import NeuralInference
import Support
import UniversalQuantization

/// The forward direction: from pictures to indices.
///
/// Effort 0 is the paper's encoder, k = nearest level to f(x) + u. From effort
/// 1 on all Lᵈ cells are decoded as the distortion head would, and the one with
/// the least MSE + μ·CE + λ·bits is kept, where CE is what the label head would
/// pay for the label that the guide classifier sees in the picture. The file
/// and its readers do not care how the indices were found.
struct VectorSearch: Sendable {
  private let rung: VectorRung
  private let effort: Int
  private let analysis: Graph?
  private let pixels: Graph?
  private let label: Graph?

  init(_ rung: VectorRung, effort: Int) throws(RDCError) {
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

  /// The bytes that the networks take on each thread, with what they read.
  func memory() throws(RDCError) -> Int {
    if let analysis {
      return try Execution.runBytes(
        analysis, ["picture": [chunk, rung.sampleCount]])
    }
    let shapes = rung.inputShapes(rows: chunk * rung.cellCount)
    var bytes = 0
    for graph in [pixels, label] {
      if let graph { bytes += try Execution.runBytes(graph, shapes) }
    }
    return bytes
  }

  /// Pictures that go through the search together: so few that their decoded
  /// candidates stay in a core's own cache.
  private var chunk: Int {
    effort == 0 ? 192 : max(1, 192 / rung.cellCount)
  }

  /// The indices of a block's pictures, one picture after the other.
  ///
  /// `first` is the place of the block's first picture in the file, which sets
  /// the dither; `progress` is called with the pictures done so far.
  func indices(
    of seen: SeenPictures, first: Int, seed: UInt64, execution: Execution,
    progress: @escaping @Sendable (Int) -> Void
  ) throws(RDCError) -> [UInt8] {
    let count = seen.pictures.count
    let chunk = chunk
    let done = Counter()
    let candidates =
      effort == 0 ? nil : VectorCandidates(rung, seed: seed)
    let parts = try Parallel.map(
      (count + chunk - 1) / chunk, threads: execution.threads
    ) { part throws(RDCError) -> [UInt8] in
      let rows = part * chunk..<min(count, (part + 1) * chunk)
      let found =
        if let candidates {
          try search(seen, rows, first, seed, candidates, execution)
        } else {
          try forward(seen.values, rows, first, seed, execution)
        }
      progress(done.add(rows.count))
      return found
    }
    return parts.flatMap { $0 }
  }

  /// f(x) alone.
  private func forward(
    _ pictures: [Float], _ rows: Range<Int>, _ first: Int, _ seed: UInt64,
    _ execution: Execution
  ) throws(RDCError) -> [UInt8] {
    guard let analysis else { return [] }
    let size = rung.sampleCount
    let picture = try Tensor.of(
      [rows.count, size],
      Array(pictures[rows.lowerBound * size..<rows.upperBound * size]))
    let y = try execution.run(analysis, ["picture": picture])
    try rung.check(
      y, [rows.count, rung.latents], of: rung.description.analysis)
    let dither = rung.dither(seed: seed)
    return rows.flatMap { row in
      let places = dither.indices(
        picture: UInt64(first + row), 0..<rung.latents)
      let start = (row - rows.lowerBound) * rung.latents
      return places.enumerated().map { latent, place in
        UInt8(
          rung.quantizer.quantize(
            y.values[start + latent], dither: Int(place)))
      }
    }
  }

  /// All cells of every picture.
  private func search(
    _ seen: SeenPictures, _ rows: Range<Int>, _ first: Int, _ seed: UInt64,
    _ candidates: VectorCandidates, _ execution: Execution
  ) throws(RDCError) -> [UInt8] {
    guard let pixels, let label else { return [] }
    let cells = rung.cellCount
    let size = rung.sampleCount
    let input = try candidates.tensors(
      of: first + rows.lowerBound..<first + rows.upperBound)
    let decoded = try execution.run(pixels, input)
    try rung.check(decoded, [rows.count * cells, size], of: "distortion")
    let logits = try execution.run(label, input)
    let classes = rung.vector.labels.count
    try rung.check(
      logits, [rows.count * cells, classes], of: rung.description.label)
    let weights = rung.description.search
    let dither = rung.dither(seed: seed)
    var found: [UInt8] = []
    found.reserveCapacity(rows.count * rung.latents)
    for (place, row) in rows.enumerated() {
      let errors = Self.squaredErrors(
        of: decoded.values, from: place * cells * size, cells: cells,
        to: seen.values, at: row * size, size: size,
        execution.instructionSet)
      let bits: [Double]
      do {
        bits =
          weights.rate == 0
          ? [Double](repeating: 0, count: cells)
          : try rung.coder.cellBits(
            dither: dither.indices(
              picture: UInt64(first + row), 0..<rung.latents))
      } catch {
        throw .entropy(error)
      }
      // A guide with more classes than the label head sees none of them.
      let shown = seen.labels[row] < classes ? seen.labels[row] : 0
      var best = (cell: 0, cost: Double.infinity)
      for cell in 0..<cells {
        let start = (place * cells + cell) * classes
        let logProbability = Softmax.logProbability(
          of: shown, in: logits.values[start..<start + classes])
        let cost =
          Double(errors[cell]) / Double(size)
          - weights.classification * Double(logProbability)
          + weights.rate * bits[cell]
        if cost < best.cost { best = (cell, cost) }
      }
      found += rung.indices(ofCell: best.cell)
    }
    return found
  }

  /// Σ (picture − decoded)² for each cell, the decoded values limited to
  /// [0, 1], in a fixed order of sums.
  private static func squaredErrors(
    of decoded: [Float], from first: Int, cells: Int, to pictures: [Float],
    at start: Int, size: Int, _ instructionSet: InstructionSet
  ) -> [Float] {
    precondition(
      first + cells * size <= decoded.count && start + size <= pictures.count)
    return [Float](unsafeUninitializedCapacity: cells) { errors, count in
      decoded.withUnsafeBufferPointer { decoded in
        pictures.withUnsafeBufferPointer { pictures in
          if let decoded = decoded.baseAddress,
            let picture = pictures.baseAddress, let errors = errors.baseAddress
          {
            rdc_squared_errors(
              instructionSet.code, picture + start, decoded + first,
              Int64(cells), Int64(size), errors)
          }
        }
      }
      count = cells
    }
  }
}
