import Codec
import Support

/// A part of a plane of cells, and the larger one that a network must see so
/// that the part comes out as from the whole.
struct FieldTile: Sendable, Equatable {
  /// Cells that are kept.
  var rows: Range<Int>
  var columns: Range<Int>
  /// Cells that go in.
  var outerRows: Range<Int>
  var outerColumns: Range<Int>

  /// How many cells away a network still looks.
  static let halo = 4
  /// The most cells on each side of a tile.
  static let rowLimit = 32
  static let columnLimit = 64
  /// Cells that go in at the most.
  static let areaLimit = (rowLimit + 2 * halo) * (columnLimit + 2 * halo)

  /// How many places of a finer grid go in, so many a cell's side.
  func outerSize(_ side: Int) -> (rows: Int, columns: Int) {
    (outerRows.count * side, outerColumns.count * side)
  }

  /// Tiles that cover a picture's cells, row by row.
  static func cover(_ geometry: FieldGeometry) -> [FieldTile] {
    func parts(_ side: Int, _ limit: Int) -> [Range<Int>] {
      let count = (side + limit - 1) / limit
      return (0..<count).map {
        side * $0 / count..<side * ($0 + 1) / count
      }
    }
    func outer(_ inner: Range<Int>, _ side: Int) -> Range<Int> {
      max(0, inner.lowerBound - halo)..<min(side, inner.upperBound + halo)
    }
    let (height, width) = (geometry.cellRows, geometry.cellColumns)
    return parts(height, rowLimit).flatMap { rows in
      parts(width, columnLimit).map { columns in
        FieldTile(
          rows: rows, columns: columns, outerRows: outer(rows, height),
          outerColumns: outer(columns, width))
      }
    }
  }

  /// Runs `body` for all tiles: one a thread if there are enough, else one
  /// after another with all threads inside of each.
  static func forEach(
    _ tiles: [FieldTile], threads: Int,
    _ body: @Sendable (FieldTile, _ threads: Int) throws(RDCError) -> Void
  ) throws(RDCError) {
    let split = tiles.count >= threads
    _ = try Parallel.map(tiles.count, threads: split ? threads : 1) {
      index throws(RDCError) in
      try body(tiles[index], split ? 1 : threads)
    }
  }
}
