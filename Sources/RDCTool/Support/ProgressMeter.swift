import Foundation

/// One line on the terminal that counts, and vanishes when it is done.
final class ProgressMeter: Sendable {
  private let what: String
  private let total: Int
  private let lock = NSLock()
  private nonisolated(unsafe) var shown = Date.distantPast  // under `lock`

  init(what: String, total: Int) {
    self.what = what
    self.total = total
  }

  /// Shows how many are done, at most ten times a second.
  func show(_ done: Int) {
    lock.withLock {
      let now = Date()
      guard now.timeIntervalSince(shown) > 0.1 else { return }
      shown = now
      print("\r\(what) \(done) of \(total) (\(100 * done / max(1, total)) %)")
    }
  }

  /// Clears the line.
  func finish() {
    lock.withLock { print("\r\u{1B}[K") }
  }

  private func print(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
