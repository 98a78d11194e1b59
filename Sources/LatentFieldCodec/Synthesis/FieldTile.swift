import Codec
import NeuralInference
import Support

/// A part of a plane of cells, and the columns that a network must see so that
/// the part comes out as from the whole. Rows need no such margin: a network
/// runs through them from above, and looks as far beyond as it needs.
struct FieldTile: Sendable, Equatable {
  /// Cells that are kept.
  var rows: Range<Int>
  var columns: Range<Int>
  /// Columns of cells that go in.
  var outerColumns: Range<Int>

  /// How many cells away a network still looks.
  static let halo = 4
  /// The most columns of a tile; wider ones would leave the caches.
  static let columnLimit = 128
  /// The fewest rows for which a cut is worth what both sides compute twice.
  private static let leastRows = 6
  /// Blocks that are computed at a time on a thread: enough to use the kernels
  /// well, few enough to stay in a core's own cache.
  static let blocksAtATime = 768

  /// Tiles that cover a picture's cells, row by row, if there is enough of it
  /// one for each thread.
  static func cover(_ geometry: FieldGeometry, threads: Int) -> [FieldTile] {
    func parts(_ side: Int, _ count: Int) -> [Range<Int>] {
      (0..<count).map { side * $0 / count..<side * ($0 + 1) / count }
    }
    let (height, width) = (geometry.cellRows, geometry.cellColumns)
    let across = (width + columnLimit - 1) / columnLimit
    let down = min(
      (threads + across - 1) / across, max(1, height / leastRows))
    return parts(height, down).flatMap { rows in
      parts(width, across).map { columns in
        FieldTile(
          rows: rows, columns: columns,
          outerColumns: max(
            0, columns.lowerBound - halo)..<min(
              width, columns.upperBound + halo))
      }
    }
  }

  /// Runs `body` for all tiles, on one thread each if there are enough of
  /// them; else each has its share of the threads.
  static func forEach(
    _ tiles: [FieldTile], threads: Int,
    _ body: @Sendable (FieldTile, _ threads: Int) throws(RDCError) -> Void
  ) throws(RDCError) {
    _ = try Parallel.map(tiles.count, threads: threads) {
      index throws(RDCError) in
      try body(tiles[index], max(1, threads / tiles.count))
    }
  }

  /// A graph's run through the tile's rows, each of which has so many lines of
  /// the output. The shapes of the inputs have all rows of the picture.
  ///
  /// - Throws: ``RDCError/inference(_:)``.
  func stream(
    _ graph: Graph, _ inputs: [String: [Int]], lines: Int,
    threads: Int, _ execution: Execution
  ) throws(RDCError) -> GraphStream {
    try execution.stream(
      graph, inputs, lines: outputLines(lines),
      step: step(lines, threads: threads), threads: threads)
  }

  /// The bytes that such a run takes.
  ///
  /// - Throws: ``RDCError/inference(_:)``.
  func streamBytes(
    _ graph: Graph, _ inputs: [String: [Int]], lines: Int, threads: Int
  ) throws(RDCError) -> Int {
    try Execution.streamBytes(
      graph, inputs, lines: outputLines(lines),
      step: step(lines, threads: threads))
  }

  private func outputLines(_ lines: Int) -> Range<Int> {
    rows.lowerBound * lines..<rows.upperBound * lines
  }

  /// How many lines to compute at a time.
  private func step(_ lines: Int, threads: Int) -> Int {
    let line = outerColumns.count * FieldGeometry.side
    let blocks = max(1, threads * Self.blocksAtATime / line)
    return blocks * lines / FieldGeometry.side
  }

  /// The bytes of the largest tiles that so many threads run at a time, by
  /// those of each.
  static func bytesAtATime(
    _ tiles: [FieldTile], threads: Int,
    _ bytes: (FieldTile, _ threads: Int) throws(RDCError) -> Int
  ) throws(RDCError) -> Int {
    var all: [Int] = []
    for tile in tiles {
      all.append(try bytes(tile, max(1, threads / tiles.count)))
    }
    return all.sorted(by: >).prefix(threads).reduce(0, +)
  }
}
