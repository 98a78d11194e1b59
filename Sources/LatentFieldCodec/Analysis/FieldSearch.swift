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
  private let rates: SymbolRates
  private let quality: QualityGrid
  private let seed: UInt64
  private let factors: [Double]

  init(
    _ model: FieldModel, _ rates: SymbolRates, quality: QualityGrid,
    seed: UInt64, effort: Int
  ) {
    self.model = model
    self.rates = rates
    self.quality = quality
    self.seed = seed
    factors = Self.factors(effort: effort)
  }

  /// Multiples of λ that the ways use; 0 rounds.
  private static func factors(effort: Int) -> [Double] {
    switch effort {
    case ...0: [0]
    case 1...5: [1]
    case 6...7: [1, 1.15, 0.9]
    default: [1, 1.15, 0.9, 1.3, 0.8, 1.07, 1.5, 0]
    }
  }

  /// One way through a strip.
  struct Way: Sendable {
    var payload: [UInt8]
    /// Squared errors, in squared steps.
    var error: Double
    /// Bits of the payload, those that must be written.
    var bits: Int
  }

  /// The cells' stream, behind the map if there is one, and the means that it
  /// tells. `wanted` has the coarse latents in steps, [cells, channels].
  func cells(
    of wanted: [Float], map: QualityMap?, execution: Execution
  ) throws(RDCError) -> (payload: [UInt8], means: BlockMeans) {
    var encoder = RangeEncoder()
    if let map, let maps = model.maps {
      map.write(to: &encoder, maps, columns: quality.columns)
    }
    let channels = model.coarse.layout.coded
    var chooser = SymbolChooser(
      model, rates, encoder, wanted: wanted, firstRow: 0,
      width: quality.columns, channels: channels,
      lagrange: model.field.lagrange * factors[0])
    let pass = FieldPass(
      model.coarse, model.tables, quality: quality, seed: seed,
      size: (quality.rows, quality.columns), rows: 0..<quality.rows,
      instructionSet: execution.instructionSet)
    let values = try pass.values { output throws(RDCError) in
      try pass.run(&chooser, means: nil, to: output)
    }
    return (
      chooser.finish().bytes, model.transform.inverse(values, quality)
    )
  }

  /// The best ways through all strips. `wanted` has the fine latents in steps,
  /// [blocks, channels]; `progress` is called from any thread with the ways
  /// that are done.
  func ways(
    of wanted: [Float], _ means: BlockMeans, _ plan: StripPlan,
    execution: Execution,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(RDCError) -> [Way] {
    let ranges = plan.blockRanges
    let (count, done) = (ranges.count * factors.count, Counter())
    let ways = try Parallel.map(
      count, threads: execution.threads
    ) { job throws(RDCError) -> Way in
      let rows = ranges[job / factors.count]
      let pass = FieldPass(
        model.fine, model.tables, quality: quality, seed: seed,
        size: (means.rows, means.columns), rows: rows,
        instructionSet: execution.instructionSet)
      var chooser = SymbolChooser(
        model, rates, RangeEncoder(), wanted: wanted,
        firstRow: rows.lowerBound, width: means.columns,
        channels: model.fine.layout.coded,
        lagrange: model.field.lagrange * factors[job % factors.count])
      _ = try pass.values { output throws(RDCError) in
        try pass.run(&chooser, means: means, to: output)
      }
      let error = chooser.error
      let payload = chooser.finish()
      progress(Progress(done.add(1), of: count))
      return Way(
        payload: payload.bytes, error: error, bits: payload.bitCount)
    }
    func cost(_ way: Way) -> Double {
      way.error + model.field.lagrange * Double(way.bits)
    }
    return ranges.indices.map { strip in
      let tried = ways[strip * factors.count..<(strip + 1) * factors.count]
      var best = tried[tried.startIndex]
      for way in tried where cost(way) < cost(best) { best = way }
      return best
    }
  }
}
