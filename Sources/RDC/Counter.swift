import Dispatch
import Foundation

/// A running total that several threads add to.
final class Counter: Sendable {
  private let lock = NSLock()
  private nonisolated(unsafe) var total = 0  // guarded by `lock`

  /// Adds and returns the new total.
  func add(_ amount: Int) -> Int {
    lock.withLock {
      total += amount
      return total
    }
  }
}
