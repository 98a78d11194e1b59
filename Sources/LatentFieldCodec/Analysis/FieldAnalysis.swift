import Codec
import NeuralInference
import PictureFiles
import Support

/// The forward transform: a picture to latents in quantizer steps.
///
/// The picture is continued to whole cells; gray is read as three equal
/// samples.
struct FieldAnalysis: Sendable {
  /// Latents that the encoder wants, in steps.
  struct Targets: Sendable {
    /// [cells, channels].
    var coarse: [Float]
    /// [blocks, channels].
    var fine: [Float]
  }

  private let model: FieldModel
  private let graph: Graph

  init(_ model: FieldModel) throws(RDCError) {
    self.model = model
    graph = try model.graph("analysis")
  }

  /// The latents of a picture.
  func latents(
    of picture: Picture, _ quality: QualityGrid, execution: Execution
  ) throws(RDCError) -> Targets {
    let geometry = FieldGeometry(width: picture.width, height: picture.height)
    let tiles = FieldTile.cover(geometry)
    let samples = picture.continued(toMultiplesOf: FieldGeometry.cell)
    let (rows, columns) = (geometry.rows, geometry.columns)
    let planes = BlockMeans.planes
    let channels = model.fine.layout.coded
    var fine: [Float] = []
    let means = try SharedBuffer.fill(rows * columns * planes) {
      means throws(RDCError) in
      fine = try SharedBuffer.fill(rows * columns * channels) {
        fine throws(RDCError) in
        try FieldTile.forEach(tiles, threads: execution.threads) {
          tile, threads throws(RDCError) in
          let inputs = [
            "picture": try block(
              of: samples, picture.colorSpace.channels,
              rowLength: columns * FieldGeometry.block, tile),
            "quality": try model.conditions(
              quality, tile, side: FieldGeometry.side),
          ]
          let latents = try execution.run(graph, inputs, threads: threads)
          let size = tile.outerSize(FieldGeometry.side)
          guard
            latents.shape == [1, size.rows, size.columns, planes + channels]
          else {
            throw .codec(
              LatentFieldError.model(
                reason: "the analysis gives \(latents.shape)"))
          }
          split(
            latents.values, tile, geometry, quality, means: means, fine: fine)
        }
      }
    }
    return Targets(
      coarse: coarse(means, geometry, quality), fine: fine)
  }

  /// Coarse latents in steps from means in the picture's unit.
  private func coarse(
    _ means: [Float], _ geometry: FieldGeometry, _ quality: QualityGrid
  ) -> [Float] {
    var values = model.transform.forward(
      means, rows: geometry.rows, columns: geometry.columns)
    let channels = model.coarse.layout.coded
    for cell in 0..<geometry.cellRows * geometry.cellColumns {
      let level = quality.isUniform ? 0 : Int(quality.cells[cell])
      let steps = model.coarseStep64(quality.levels[level])
      for (channel, step) in steps.enumerated() {
        let place = cell * channels + channel
        values[place] = Self.finite(values[place] / (step * 64))
      }
    }
    return values
  }

  private static func finite(_ value: Float) -> Float {
    value.isFinite ? value : 0
  }

  /// Puts a tile's means, and its fine latents in steps, where they belong.
  private func split(
    _ latents: [Float], _ tile: FieldTile, _ geometry: FieldGeometry,
    _ quality: QualityGrid, means: SharedBuffer<Float>,
    fine: SharedBuffer<Float>
  ) {
    let (planes, channels) = (BlockMeans.planes, model.fine.layout.coded)
    let side = FieldGeometry.side
    let width = tile.outerColumns.count * side
    let inverses = quality.levels.map {
      model.fineStep64($0).map { 1 / ($0 * 64) }
    }
    for row in tile.rows.lowerBound * side..<tile.rows.upperBound * side {
      for column in tile.columns.lowerBound * side..<tile.columns.upperBound
        * side
      {
        let place = row * geometry.columns + column
        let source =
          ((row - tile.outerRows.lowerBound * side) * width + column
            - tile.outerColumns.lowerBound * side) * (planes + channels)
        let mean = means.part(planes * place..<planes * (place + 1))
        for plane in 0..<planes { mean[plane] = latents[source + plane] }
        let target = fine.part(channels * place..<channels * (place + 1))
        inverses[quality.level(row, column, shift: 2)]
          .withUnsafeBufferPointer { inverse in
            for channel in 0..<channels {
              target[channel] = Self.finite(
                latents[source + planes + channel] * inverse[channel])
            }
          }
      }
    }
  }

  /// The samples that a tile's network sees, [1, rows, columns, 3].
  private func block(
    of samples: [UInt8], _ perPixel: Int, rowLength: Int, _ tile: FieldTile
  ) throws(RDCError) -> Tensor {
    let side = FieldGeometry.cell
    let size = tile.outerSize(side)
    let (top, left) = (
      tile.outerRows.lowerBound * side, tile.outerColumns.lowerBound * side
    )
    let values = [Float](
      unsafeUninitializedCapacity: size.rows * size.columns * 3
    ) { target, count in
      samples.withUnsafeBufferPointer { source in
        var place = 0
        for row in top..<top + size.rows {
          let first = (row * rowLength + left) * perPixel
          if perPixel == 3 {
            for sample in 0..<3 * size.columns {
              target[place + sample] = Float(source[first + sample])
            }
            place += 3 * size.columns
          } else {
            for column in 0..<size.columns {
              let value = Float(source[first + column])
              for _ in 0..<3 {
                target[place] = value
                place += 1
              }
            }
          }
        }
        count = place
      }
    }
    return try Tensor.of([1, size.rows, size.columns, 3], values)
  }
}
