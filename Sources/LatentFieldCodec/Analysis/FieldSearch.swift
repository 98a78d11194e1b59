import Codec
import EntropyCoding
import Support

/// The encoder's search: chooses symbols of wanted latents by their squared error
/// and their bits, and writes them.
struct FieldSearch: Sendable {
  private let model: FieldModel
  private let rates: SymbolRates
  private let quality: QualityGrid
  private let seed: UInt64
  /// λ, squared steps a bit; 0 rounds.
  private let lagrange: Double

  init(
    _ model: FieldModel, _ rates: SymbolRates, quality: QualityGrid,
    seed: UInt64, effort: Int
  ) {
    self.model = model
    self.rates = rates
    self.quality = quality
    self.seed = seed
    lagrange = effort <= 0 ? 0 : model.field.lagrange
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
      width: quality.columns, channels: channels, lagrange: lagrange)
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

  /// The streams of all strips. `wanted` has the fine latents in steps,
  /// [blocks, channels]; `progress` is called from any thread with the strips
  /// that are done.
  func strips(
    of wanted: [Float], _ means: BlockMeans, _ plan: StripPlan,
    execution: Execution,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(RDCError) -> [[UInt8]] {
    let (ranges, done) = (plan.blockRanges, Counter())
    return try Parallel.map(
      ranges.count, threads: execution.threads
    ) { strip throws(RDCError) -> [UInt8] in
      let rows = ranges[strip]
      let pass = FieldPass(
        model.fine, model.tables, quality: quality, seed: seed,
        size: (means.rows, means.columns), rows: rows,
        instructionSet: execution.instructionSet)
      var chooser = SymbolChooser(
        model, rates, RangeEncoder(), wanted: wanted,
        firstRow: rows.lowerBound, width: means.columns,
        channels: model.fine.layout.coded, lagrange: lagrange)
      _ = try pass.values { output throws(RDCError) in
        try pass.run(&chooser, means: means, to: output)
      }
      progress(Progress(done.add(1), of: ranges.count))
      return chooser.finish().bytes
    }
  }
}
