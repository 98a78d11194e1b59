import Dispatch
import RDC

/// One line on the terminal that counts, and vanishes when it is done.
final class ProgressMeter: Sendable {
  private let what: String
  private let total: Int
  private let queue = DispatchQueue(label: "progress")
  /// When the line was last written; only touched on `queue`.
  private nonisolated(unsafe) var shown: ContinuousClock.Instant?

  init(what: String, total: Int) {
    self.what = what
    self.total = total
  }

  /// Shows how many are done, at most ten times a second.
  func show(_ done: Int) { show(done, of: total) }

  private func show(_ done: Int, of total: Int) {
    queue.sync {
      let now = ContinuousClock.now
      if let shown, now - shown < .milliseconds(100) { return }
      shown = now
      print("\r\(what) \(done) of \(total) (\(100 * done / max(1, total)) %)")
    }
  }

  /// Shows how far an encoder has come.
  func show(_ progress: Progress) { show(progress.done, of: progress.total) }

  /// Clears the line.
  func finish() {
    queue.sync { print("\r\u{1B}[K") }
  }

  private func print(_ text: String) {
    try? StandardStream.error.write(text.utf8)
  }
}
