import Support

/// Splits the work of one layer among threads; every part writes its own
/// outputs, so who does it makes no difference.
struct Workers {
  let threads: Int

  /// Calls `body` for all indices of a range, in parts of at most `grain`.
  func split(
    _ range: Range<Int>, grain: Int, _ body: (Range<Int>) -> Void
  ) {
    let first = range.lowerBound
    split(count: range.count, grain: grain) {
      body(first + $0.lowerBound..<first + $0.upperBound)
    }
  }

  /// Calls `body` for all indices below `count`, in parts of at most `grain`.
  func split(count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    Parallel.split(count, grain: grain, threads: threads, body)
  }
}
