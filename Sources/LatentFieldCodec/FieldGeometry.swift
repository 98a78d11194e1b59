/// The sizes of a photo: pixels, cells and blocks.
struct FieldGeometry: Sendable, Equatable {
  let width: Int
  let height: Int

  /// Pixels on a side of a block, and blocks on a side of a cell.
  static let block = 8
  static let side = 4
  /// Pixels on a side of a cell.
  static let cell = block * side

  /// Rows and columns of cells.
  var cellRows: Int { (height + Self.cell - 1) / Self.cell }
  var cellColumns: Int { (width + Self.cell - 1) / Self.cell }
  /// Rows and columns of blocks, those beyond the picture's edge too.
  var rows: Int { cellRows * Self.side }
  var columns: Int { cellColumns * Self.side }
}
