import Dispatch
import RDC
import Support

/// One line on the terminal that counts, says how fast and how long yet, and
/// vanishes when it is done.
final class ProgressMeter: Sendable {
  private let what: String
  private let unit: String
  private let total: Int
  private let start = ContinuousClock.now
  private let queue = DispatchQueue(label: "progress")
  /// When the line was last written; only touched on `queue`.
  private nonisolated(unsafe) var shown: ContinuousClock.Instant?

  /// A line of which `unit` says what is counted: `pictures`.
  init(what: String, total: Int, of unit: String) {
    self.what = what
    self.unit = unit
    self.total = total
  }

  /// Shows how many are done, at most ten times a second.
  func show(_ done: Int) { show(done, of: total) }

  /// Shows how far an encoder has come.
  func show(_ progress: Progress) { show(progress.done, of: progress.total) }

  /// Clears the line.
  func finish() {
    queue.sync { print("\r\u{1B}[K") }
  }

  private func show(_ done: Int, of total: Int) {
    queue.sync {
      let now = ContinuousClock.now
      if let shown, now - shown < .milliseconds(100) { return }
      shown = now
      let text = Self.line(
        what, done, of: total, unit, seconds: (now - start) / .seconds(1))
      print("\r\(text)\u{1B}[K")
    }
  }

  /// The line after so many seconds.
  static func line(
    _ what: String, _ done: Int, of total: Int, _ unit: String,
    seconds: Double
  ) -> String {
    let share = 100 * done / max(1, total)
    let line = "\(what) \(done) of \(total) \(unit) (\(share) %)"
    // The first few say little of the rest.
    guard done > 0, seconds > 1 else { return line }
    let rate = Double(done) / seconds
    let left = Double(total - done) / rate
    return "\(line), \(rate.text(rate < 10 ? 1 : 0)) a second, "
      + "\(duration(left)) left"
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    switch whole {
    case ..<90: return "\(whole) s"
    case ..<5400: return "\((whole + 59) / 60) min"
    default: return "\((whole + 3599) / 3600) h"
    }
  }

  private func print(_ text: String) {
    try? StandardStream.error.write(text.utf8)
  }
}
