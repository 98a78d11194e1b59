import Codec
import EntropyCoding
import NeuralInference
import Support

/// What is decoded of a picture, in 1/64 step; every head reads the same.
struct FieldLatents: Sendable {
  let quality: QualityGrid
  /// [cells, channels].
  let coarse: [Int32]
  let means: BlockMeans
  /// [blocks, channels].
  let fine: [Int32]

  init(
    quality: QualityGrid, coarse: [Int32], means: BlockMeans, fine: [Int32]
  ) {
    self.quality = quality
    self.coarse = coarse
    self.means = means
    self.fine = fine
  }

  /// Reads the cells, then all strips of blocks.
  ///
  /// - Throws: ``RDCError/entropy(_:)``, ``LatentFieldError/map(cell:step:)``.
  init(
    _ payload: FieldPayload, _ model: FieldModel, _ geometry: FieldGeometry,
    quality index: Int, seed: UInt64, execution: Execution
  ) throws(RDCError) {
    let size = (rows: geometry.cellRows, columns: geometry.cellColumns)
    var decoder = RangeDecoder(payload.cells)
    var map: QualityMap?
    if payload.hasMap {
      guard let maps = model.maps else {
        throw .codec(
          LatentFieldError.payload(
            offset: 0, reason: "a map that its model does not know"))
      }
      map = try QualityMap(
        from: &decoder, maps, rows: size.rows, columns: size.columns)
    }
    let quality = QualityGrid(
      rows: size.rows, columns: size.columns, quality: index, map: map,
      last: model.lastQuality)
    var reader = SymbolReader(decoder, model)
    let cells = FieldPass(
      model.coarse, model.tables, quality: quality, seed: seed,
      size: (size.rows, size.columns), rows: 0..<size.rows,
      instructionSet: execution.instructionSet)
    coarse = try cells.values { output throws(RDCError) in
      try cells.run(&reader, means: nil, to: output)
    }
    try reader.finish()
    let means = model.transform.inverse(coarse, quality)
    self.means = means
    self.quality = quality
    let ranges = payload.plan.blockRanges
    let row = geometry.columns * model.fine.layout.coded
    fine = try SharedBuffer.fill(geometry.rows * row) {
      output throws(RDCError) in
      _ = try Parallel.map(ranges.count, threads: execution.threads) {
        strip throws(RDCError) in
        let rows = ranges[strip]
        let pass = FieldPass(
          model.fine, model.tables, quality: quality, seed: seed,
          size: (geometry.rows, geometry.columns), rows: rows,
          instructionSet: execution.instructionSet)
        var reader = SymbolReader(
          RangeDecoder(payload.strips[strip]), model)
        try pass.run(
          &reader, means: means,
          to: output.part(rows.lowerBound * row..<rows.upperBound * row))
        try reader.finish()
      }
    }
  }
}
