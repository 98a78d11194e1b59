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
    let cells = try FieldCells(
      payload, model, geometry, quality: index, seed: seed,
      execution: execution)
    (quality, coarse, means) = (cells.quality, cells.coarse, cells.means)
    let ranges = payload.plan.blockRanges
    let row = geometry.columns * model.fine.layout.coded
    fine = try SharedBuffer.fill(geometry.rows * row) {
      output throws(RDCError) in
      _ = try Parallel.map(ranges.count, threads: execution.threads) {
        strip throws(RDCError) in
        let rows = ranges[strip]
        let pass = FieldPass(
          model.fine, model.tables, quality: cells.quality, seed: seed,
          size: (geometry.rows, geometry.columns), rows: rows,
          instructionSet: execution.instructionSet)
        var reader = SymbolReader(
          RangeDecoder(payload.strips[strip]), model)
        try pass.run(
          &reader, means: cells.means,
          to: output.part(rows.lowerBound * row..<rows.upperBound * row))
        try reader.finish()
      }
    }
  }
}
