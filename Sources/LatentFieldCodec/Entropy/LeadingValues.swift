/// The leading channels of a whole picture.
struct LeadingValues {
  /// [rows][columns][stride].
  let base: UnsafePointer<Int32>
  let rows: Int
  let columns: Int
  let stride: Int
  /// The leading channels that are wanted.
  let channels: Int

  /// Where a position and its eight neighbours are.
  struct Neighbours {
    let here: Int
    fileprivate let up: Int
    fileprivate let middle: Int
    fileprivate let down: Int
    fileprivate let left: Int
    fileprivate let centre: Int
    fileprivate let right: Int

    /// The neighbours by rows, without the position itself.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
      body(up + left)
      body(up + centre)
      body(up + right)
      body(middle + left)
      body(middle + right)
      body(down + left)
      body(down + centre)
      body(down + right)
    }
  }

  @inline(__always)
  func neighbours(_ y: Int, _ x: Int) -> Neighbours {
    let row = columns * stride
    return Neighbours(
      here: y * row + x * stride, up: max(y - 1, 0) * row, middle: y * row,
      down: min(y + 1, rows - 1) * row, left: max(x - 1, 0) * stride,
      centre: x * stride, right: min(x + 1, columns - 1) * stride)
  }
}
