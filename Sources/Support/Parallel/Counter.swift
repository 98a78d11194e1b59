import Synchronization

/// A running total that several threads add to.
public final class Counter: Sendable {
  private let total = Atomic<Int>(0)

  /// Starts at 0.
  public init() {}

  /// Adds and returns the new total.
  public func add(_ amount: Int) -> Int {
    total.add(amount, ordering: .relaxed).newValue
  }
}
