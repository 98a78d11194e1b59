/// How the rows of cells are cut into strips whose blocks are coded apart, so
/// that threads share the work and memory stays bounded.
///
/// All strips have as many rows, but for one: strip i of n has the rows from
/// floor(rows · i / n) to before floor(rows · (i + 1) / n).
struct StripPlan: Sendable, Equatable {
  let count: Int
  let rows: Int

  /// The most strips that a file may have, a power of two as all plans are.
  private static let limit = 64
  /// What the encoder leaves in a strip at least: a cut costs the contexts
  /// above it, about 0.1 % of the bytes of a strip of so many cells.
  private static let leastCells = 128
  private static let leastRows = 4

  /// The plan of the encoder: a power of two, which any usual number of
  /// threads shares well.
  init(rows: Int, columns: Int) {
    self.rows = rows
    let most = min(
      Self.limit, rows / Self.leastRows, rows * columns / Self.leastCells)
    var count = 1
    while 2 * count <= most { count *= 2 }
    self.count = count
  }

  /// The plan of a file that states the exponent of its strips' number; nil if
  /// a strip would have no row.
  init?(exponent: Int, rows: Int) {
    guard (0...6).contains(exponent), 1 << exponent <= rows else { return nil }
    count = 1 << exponent
    self.rows = rows
  }

  /// The number of strips as a power of two.
  var exponent: Int { count.trailingZeroBitCount }

  /// The rows of cells of each strip.
  var ranges: [Range<Int>] {
    (0..<count).map { rows * $0 / count..<rows * ($0 + 1) / count }
  }

  /// The rows of blocks of each strip.
  var blockRanges: [Range<Int>] {
    ranges.map {
      $0.lowerBound * FieldGeometry.side..<$0.upperBound * FieldGeometry.side
    }
  }
}
