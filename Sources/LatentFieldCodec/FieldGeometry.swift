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

  /// A bound of the bytes that coding takes, beside the packs.
  ///
  /// Latents as 32-bit words (twice in the encoder, which keeps the wanted
  /// values too), strips of planes and tiles in flight on each thread, the
  /// picture and the PNG that it comes from or goes to.
  func memory(
    contexts: ContextModel, plan: StripPlan, threads: Int, samples: Int,
    encodes: Bool
  ) -> Int {
    let strips = plan.ranges.map(\.count).max() ?? cellRows
    let planes =
      min(threads, plan.count)
      * ContextPlanes.byteCount(
        height: strips * Self.side, width: columns, slots: contexts.slots)
    let width = min(FieldTile.columnLimit, cellColumns) + 2 * FieldTile.halo
    let tiles = threads * width * 16
    return rows * columns * (contexts.layout.coded + 12) * (encodes ? 8 : 4)
      + planes + tiles * Self.cell * Self.cell * 3 * 4 * 5
      + width * height * samples * (encodes ? 2 : 3)
  }
  /// The same for the cells alone, at an eighth of the picture's size or less.
  func previewMemory(contexts: ContextModel, hasAlpha: Bool) -> Int {
    ContextPlanes.byteCount(
      height: cellRows, width: cellColumns, slots: contexts.slots)
      + cellRows * cellColumns * contexts.layout.coded * 8
      + rows * columns * BlockMeans.planes * 24
      + (hasAlpha ? width * height * 2 : 0)
  }
}
