import Codec
import EntropyCoding
import Support

/// The encoder's search: several ways to choose the symbols of a strip, of
/// which the one with the least error + λ · bits is kept.
///
/// Each way decides symbol after symbol with a λ of its own; what that does to
/// later contexts shows in the bits that come out. More effort tries what less
/// effort tries, and more, so its files are never worse at the model's λ.
struct FieldSearch: Sendable {
  private let model: FieldModel
  private let quality: Int
  private let seed: UInt64
  private let factors: [Double]

  init(_ model: FieldModel, quality: Int, seed: UInt64, effort: Int) {
    self.model = model
    self.quality = quality
    self.seed = seed
    factors = Self.factors(effort: effort)
  }

  /// Multiples of λ that the ways use; 0 rounds.
  private static func factors(effort: Int) -> [Double] {
    switch effort {
    case ...0: [0]
    case 1...5: [0, 1]
    case 6...7: [0, 1, 1.15, 0.9]
    default: [0, 1, 1.15, 0.9, 1.3, 0.8, 1.07, 1.5]
    }
  }

  /// One way through a strip.
  struct Way {
    var payload: [UInt8]
    /// Error + λ · bits, in squared steps.
    var cost: Double
  }

  /// The best way through each strip.
  func strips(
    of wanted: [Float], _ geometry: FieldGeometry, _ plan: StripPlan,
    execution: Execution
  ) throws(RDCError) -> [Way] {
    let ranges = plan.ranges
    let ways = try Parallel.map(
      ranges.count * factors.count, threads: execution.threads
    ) { job throws(RDCError) -> Way in
      let rows = ranges[job / factors.count]
      var pass = FieldPass(
        model, quality: quality, seed: seed,
        size: (geometry.rows, geometry.columns), strip: rows,
        instructionSet: execution.instructionSet)
      var writer = SymbolWriter(
        model, wanted: wanted, firstRow: rows.lowerBound,
        width: geometry.columns,
        lagrange: model.field.lagrange * factors[job % factors.count])
      try pass.run(&writer)
      let error = writer.error
      let payload = writer.finish()
      return Way(
        payload: payload.bytes,
        cost: error + model.field.lagrange * Double(payload.bitCount))
    }
    return ranges.indices.map { strip in
      let tried = ways[strip * factors.count..<(strip + 1) * factors.count]
      var best = tried[tried.startIndex]
      for way in tried where way.cost < best.cost { best = way }
      return best
    }
  }
}
