// PNG, IDX and `.rdc` store integers with the most significant byte first.

extension Collection<UInt8> {
  /// The value of up to four bytes.
  public var bigEndianUInt32: UInt32 {
    reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension [UInt8] {
  /// Appends four bytes.
  public mutating func append(bigEndian value: UInt32) {
    append(bigEndian: UInt64(value), count: 4)
  }

  /// Appends the low `count` bytes of a number.
  public mutating func append(bigEndian value: UInt64, count: Int) {
    for index in (0..<count).reversed() {
      append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }
}
