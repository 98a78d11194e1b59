import CKernels

/// A running total that several threads add to.
final class Counter: Sendable {
  /// Only touched by atomic additions while it lives.
  private nonisolated(unsafe) let total: UnsafeMutablePointer<Int64>

  init() {
    total = .allocate(capacity: 1)
    total.initialize(to: 0)
  }

  deinit { total.deallocate() }

  /// Adds and returns the new total.
  func add(_ amount: Int) -> Int {
    Int(rdc_fetch_add(total, Int64(amount))) + amount
  }
}
