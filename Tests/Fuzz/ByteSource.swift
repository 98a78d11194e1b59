/// Bytes of an input as choices; those that are missing at the end are zero.
struct ByteSource {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  /// Whether all bytes are taken.
  var isEmpty: Bool { bytes.isEmpty }

  /// One byte.
  mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  /// Yes or no.
  mutating func flag() -> Bool { byte() & 1 == 1 }

  /// A number of 64 bits.
  mutating func word() -> UInt64 {
    (0..<8).reduce(0) { value, _ in value << 8 | UInt64(byte()) }
  }

  /// One of some values.
  mutating func choice<Value>(_ values: [Value]) -> Value {
    values[Int(byte()) % values.count]
  }

  /// The next bytes, as many as a byte says.
  mutating func part() -> [UInt8] { take(Int(byte())) }

  /// The next bytes.
  mutating func take(_ count: Int) -> [UInt8] {
    let part = bytes.prefix(count)
    bytes = bytes.dropFirst(count)
    return Array(part)
  }

  /// Everything that is left.
  mutating func rest() -> [UInt8] { take(bytes.count) }
}
