extension UnsafeMutablePointer where Pointee: BinaryInteger {
  /// New memory for so many numbers, at least one, all zero.
  static func zeros(_ count: Int) -> Self {
    let memory = allocate(capacity: Swift.max(1, count))
    memory.initialize(repeating: 0, count: Swift.max(1, count))
    return memory
  }
}
