import Codec
import EntropyCoding

/// What the cells of a picture say, the first part of its payload: the map of
/// qualities, the coarse latents, and the means of blocks that follow from
/// them.
struct FieldCells: Sendable {
  let quality: QualityGrid
  /// In 1/64 step, [cells, channels].
  let coarse: [Int32]
  let means: BlockMeans

  /// Reads the cells.
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
    quality = QualityGrid(
      rows: size.rows, columns: size.columns, quality: index, map: map,
      last: model.lastQuality)
    var reader = SymbolReader(decoder, model)
    let pass = FieldPass(
      model.coarse, model.tables, quality: quality, seed: seed,
      size: (size.rows, size.columns), rows: 0..<size.rows,
      instructionSet: execution.instructionSet)
    coarse = try pass.values { output throws(RDCError) in
      try pass.run(&reader, means: nil, to: output)
    }
    try reader.finish()
    means = model.transform.inverse(coarse, quality)
  }
}
