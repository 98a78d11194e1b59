import Synchronization

/// A value that is made when it is first asked for, and kept from then on. Any
/// number of threads may ask: one makes it and the others wait.
public final class LazyValue<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  /// One that is not made yet.
  public init() {}

  /// Whether it is made.
  public var isMade: Bool { value.withLock { $0 != nil } }

  /// The value, made by `make` if nobody asked before.
  ///
  /// - Throws: what `make` throws; the next one to ask tries again.
  public func get<Failure: Error>(
    _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try value.withLock { value throws(Failure) in
      if let value { return value }
      let made = try make()
      value = made
      return made
    }
  }
}
