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

  /// The latents of a picture, to whose samples a slope is added if there is one.
  func latents(
    of picture: Picture, _ quality: QualityGrid,
    plus slope: PictureSlope? = nil,
    execution: Execution
  ) throws(RDCError) -> Targets {
    let geometry = FieldGeometry(width: picture.width, height: picture.height)
    let tiles = FieldTile.cover(geometry, threads: execution.threads)
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
          let source = Source(
            samples: samples, slope: slope,
            isGray: picture.colorSpace == .gray, quality: quality, tile: tile,
            geometry: geometry)
          try run(source, execution, threads: threads) { rows, values in
            split(
              values, tile, rows: rows, geometry, quality, means: means,
              fine: fine)
          }
        }
      }
    }
    return Targets(
      coarse: coarse(means, geometry, quality), fine: fine)
  }

  /// What the network reads at a tile.
  private struct Source {
    let samples: [UInt8]
    let slope: PictureSlope?
    let isGray: Bool
    let quality: QualityGrid
    let tile: FieldTile
    let geometry: FieldGeometry
  }

  /// The shapes of what the network reads: all rows of the picture, the columns
  /// that it sees at the tile.
  private func inputs(
    _ tile: FieldTile, _ geometry: FieldGeometry
  ) -> [String: [Int]] {
    let (cell, columns) = (FieldGeometry.cell, tile.outerColumns.count)
    return [
      "picture": [1, geometry.cellRows * cell, columns * cell, 3],
      "quality": [
        1, geometry.rows, columns * FieldGeometry.side, model.conditionWidth,
      ],
    ]
  }

  /// The bytes that the network takes at a time, on so many threads.
  func memory(
    _ geometry: FieldGeometry, threads: Int
  ) throws(RDCError) -> Int {
    try FieldTile.bytesAtATime(
      FieldTile.cover(geometry, threads: threads), threads: threads
    ) { tile, threads throws(RDCError) in
      try tile.streamBytes(
        graph, inputs(tile, geometry), lines: FieldGeometry.side,
        threads: threads)
    }
  }

  /// Runs the network through a tile from top to bottom.
  private func run(
    _ source: Source, _ execution: Execution, threads: Int,
    _ read: (Range<Int>, UnsafeBufferPointer<Float>) -> Void
  ) throws(RDCError) {
    let side = FieldGeometry.side
    let (geometry, tile) = (source.geometry, source.tile)
    let stream = try tile.stream(
      graph, inputs(tile, geometry), lines: side, threads: threads, execution)
    let columns = tile.outerColumns.count * side
    let channels = BlockMeans.planes + model.fine.layout.coded
    guard stream.shape == [1, geometry.rows, columns, channels] else {
      throw .codec(
        LatentFieldError.model(reason: "the analysis gives \(stream.shape)"))
    }
    var hasMore = true
    while hasMore {
      hasMore = stream.next(
        fill: { request in
          if request.input == "picture" {
            Self.fill(request, source)
          } else {
            model.conditions(
              source.quality, lines: request.lines,
              columns: tile.outerColumns, side: side, to: request.values)
          }
        }, read: read)
    }
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

  /// Puts means of some rows of a tile, and fine latents in steps, where they
  /// belong.
  private func split(
    _ latents: UnsafeBufferPointer<Float>, _ tile: FieldTile, rows: Range<Int>,
    _ geometry: FieldGeometry, _ quality: QualityGrid,
    means: SharedBuffer<Float>, fine: SharedBuffer<Float>
  ) {
    let (planes, channels) = (BlockMeans.planes, model.fine.layout.coded)
    let side = FieldGeometry.side
    let width = tile.outerColumns.count * side
    let left = tile.outerColumns.lowerBound * side
    let inverses = quality.levels.map {
      model.fineStep64($0).map { 1 / ($0 * 64) }
    }
    for row in rows {
      for column in tile.columns.lowerBound * side..<tile.columns.upperBound
        * side
      {
        let place = row * geometry.columns + column
        let source =
          ((row - rows.lowerBound) * width + column - left)
          * (planes + channels)
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

  /// Writes the samples that a tile's network sees, [lines, columns, 3].
  private static func fill(_ request: GraphStream.Request, _ input: Source) {
    let (tile, geometry, isGray) = (input.tile, input.geometry, input.isGray)
    let cell = FieldGeometry.cell
    let perPixel = isGray ? 1 : 3
    let width = tile.outerColumns.count * cell
    let target = request.values
    input.samples.withUnsafeBufferPointer { source in
      var place = 0
      for row in request.lines {
        let first =
          (row * geometry.columns * FieldGeometry.block
            + tile.outerColumns.lowerBound * cell) * perPixel
        if isGray {
          for column in 0..<width {
            let value = Float(source[first + column])
            for _ in 0..<3 {
              target[place] = value
              place += 1
            }
          }
        } else {
          for sample in 0..<3 * width {
            target[place + sample] = Float(source[first + sample])
          }
          place += 3 * width
        }
      }
    }
    if let slope = input.slope { add(slope, to: request, tile) }
  }

  /// Adds a slope to the samples that a tile's network sees.
  private static func add(
    _ slope: PictureSlope, to request: GraphStream.Request, _ tile: FieldTile
  ) {
    let cell = FieldGeometry.cell
    let columns =
      tile.outerColumns.lowerBound
      * cell..<min(tile.outerColumns.upperBound * cell, slope.width)
    let width = tile.outerColumns.count * cell
    for (line, row) in request.lines.enumerated() where row < slope.height {
      for (place, column) in columns.enumerated() {
        let source = (row * slope.width + column) * slope.channels
        for channel in 0..<3 {
          request.values[(line * width + place) * 3 + channel] +=
            slope.values[source + min(channel, slope.channels - 1)]
        }
      }
    }
  }
}
