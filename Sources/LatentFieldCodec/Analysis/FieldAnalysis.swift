import Codec
import NeuralInference
import PictureFiles
import Support

/// The forward transform: a picture to latents in quantizer steps.
///
/// The picture is continued to whole blocks; gray is read as three equal
/// samples.
struct FieldAnalysis: Sendable {
  private let model: FieldModel
  private let graph: Graph

  init(_ model: FieldModel) throws(RDCError) {
    self.model = model
    graph = try model.graph("analysis")
  }

  /// Latents in steps, [h, w, channels], where h and w count blocks.
  func latents(
    of picture: Picture, quality: Int, execution: Execution
  ) throws(RDCError) -> [Float] {
    let (height, width) = FieldGeometry.positions(
      width: picture.width, height: picture.height, block: model.field.block)
    let channels = model.channels
    let condition = try model.condition(quality)
    let inverse = model.step64(quality).map { 1 / ($0 * 64) }
    let tiles = FieldTile.cover(height: height, width: width)
    let samples = picture.continued(toMultiplesOf: model.field.block)
    let perPixel = picture.colorSpace.channels
    return try SharedBuffer.fill(height * width * channels) {
      output throws(RDCError) in
      try FieldTile.forEach(tiles, threads: execution.threads) {
        tile, threads throws(RDCError) in
        let inputs = [
          "picture": try block(
            of: samples, perPixel, rowLength: width * model.field.block, tile),
          "quality": condition,
        ]
        let y = try execution.run(graph, inputs, threads: threads)
        guard
          y.shape == [
            1, tile.outerRows.count, tile.outerColumns.count, channels,
          ]
        else {
          throw .codec(
            LatentFieldError.model(reason: "the analysis gives \(y.shape)"))
        }
        for row in tile.rows {
          let first = (row * width + tile.columns.lowerBound) * channels
          let count = tile.columns.count * channels
          let target = output.part(first..<first + count)
          let source =
            ((row - tile.outerRows.lowerBound) * tile.outerColumns.count
              + tile.columns.lowerBound - tile.outerColumns.lowerBound)
            * channels
          for place in 0..<count {
            let value = y.values[source + place] * inverse[place % channels]
            target[place] = value.isFinite ? value : 0
          }
        }
      }
    }
  }

  /// The samples that a tile's network sees, [1, rows, columns, 3].
  private func block(
    of samples: [UInt8], _ perPixel: Int, rowLength: Int, _ tile: FieldTile
  ) throws(RDCError) -> Tensor {
    let block = model.field.block
    let columns =
      tile.outerColumns.lowerBound * block..<tile.outerColumns.upperBound
      * block
    let rows =
      tile.outerRows.lowerBound * block..<tile.outerRows.upperBound * block
    let values = [Float](
      unsafeUninitializedCapacity: rows.count * columns.count * 3
    ) { target, count in
      samples.withUnsafeBufferPointer { source in
        var place = 0
        for row in rows {
          for column in columns {
            let pixel = (row * rowLength + column) * perPixel
            for sample in 0..<3 {
              target[place] = Float(source[pixel + sample % perPixel])
              place += 1
            }
          }
        }
        count = place
      }
    }
    return try Tensor.of([1, rows.count, columns.count, 3], values)
  }
}
