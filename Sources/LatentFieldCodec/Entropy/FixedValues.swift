/// Values that never move nor change, for kernels that keep pointers to them.
final class FixedValues<Element: BitwiseCopyable & Sendable>: Sendable {
  /// `nonisolated(unsafe)`: nothing writes behind the initialiser.
  nonisolated(unsafe) let base: UnsafePointer<Element>

  init(_ values: [Element]) {
    let copy = UnsafeMutablePointer<Element>.allocate(
      capacity: max(1, values.count))
    values.withUnsafeBufferPointer {
      if let source = $0.baseAddress {
        copy.initialize(from: source, count: $0.count)
      }
    }
    base = UnsafePointer(copy)
  }

  deinit { base.deallocate() }
}
