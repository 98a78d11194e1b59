// PNG and IDX store integers with the most significant byte first.

extension Collection<UInt8> {
  /// The value of up to four bytes.
  var bigEndianUInt32: UInt32 {
    reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension [UInt8] {
  /// Appends four bytes.
  mutating func append(bigEndian value: UInt32) {
    append(UInt8(truncatingIfNeeded: value >> 24))
    append(UInt8(truncatingIfNeeded: value >> 16))
    append(UInt8(truncatingIfNeeded: value >> 8))
    append(UInt8(truncatingIfNeeded: value))
  }
}
