/// How the rows of positions are cut into strips that are coded apart, so
/// that threads share the work and memory stays bounded.
///
/// All strips have as many rows, but for one: strip i of n has the rows from
/// floor(rows · i / n) to before floor(rows · (i + 1) / n).
struct StripPlan: Sendable, Equatable {
  let count: Int
  let rows: Int

  /// The most strips that a file may have.
  static let limit = 64
  /// What the encoder leaves in a strip at least: a cut costs the contexts
  /// above it, about 0.1 % of the bytes of a strip of so many positions.
  private static let leastPositions = 2048
  private static let leastRows = 16

  /// The plan of the encoder: a power of two, which any usual number of
  /// threads shares well.
  init(rows: Int, columns: Int) {
    self.rows = rows
    let most = min(
      Self.limit, rows / Self.leastRows, rows * columns / Self.leastPositions)
    var count = 1
    while 2 * count <= most { count *= 2 }
    self.count = count
  }

  /// The plan of a file; nil if a strip would have no row.
  init?(count: Int, rows: Int) {
    guard (1...min(Self.limit, rows)).contains(count) else { return nil }
    self.count = count
    self.rows = rows
  }

  /// The rows of each strip.
  var ranges: [Range<Int>] {
    (0..<count).map { rows * $0 / count..<rows * ($0 + 1) / count }
  }
}
