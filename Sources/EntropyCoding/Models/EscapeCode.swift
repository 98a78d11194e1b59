/// The Exp-Golomb code of a distance e ≥ 0 beyond the last index of a table, in
/// plain bits that are a symbol each.
///
/// v = e + 1 has n + 1 bits: n times a 1, a 0, and the n low bits of v, the
/// highest first.
public enum EscapeCode {
  /// The largest n: no index is further out than 2^21 − 2.
  public static let maximumBits = 20

  /// The bits that ``encode(_:into:)`` writes.
  public static func bitCount(_ excess: UInt32) -> Int {
    2 * (31 - (excess + 1).leadingZeroBitCount) + 1
  }

  /// Writes a distance.
  ///
  /// - Precondition: `excess` < 2^21 − 1.
  public static func encode(
    _ excess: UInt32, into encoder: inout RangeEncoder
  ) {
    let value = excess + 1
    let bits = 31 - value.leadingZeroBitCount
    for _ in 0..<bits { encoder.encodeBits(1, count: 1) }
    encoder.encodeBits(0, count: 1)
    for bit in stride(from: bits - 1, through: 0, by: -1) {
      encoder.encodeBits(value >> UInt32(bit) & 1, count: 1)
    }
  }

  /// Reads a distance; the inverse of ``encode(_:into:)``.
  ///
  /// - Throws: ``EntropyError/escape(bits:limit:)`` if it is too far outside.
  public static func decode(
    from decoder: inout RangeDecoder
  ) throws(EntropyError) -> Int {
    var bits = 0
    while try decoder.decodeBits(count: 1) == 1 {
      bits += 1
      guard bits <= maximumBits else {
        throw .escape(bits: bits, limit: maximumBits)
      }
    }
    var value = 1
    for _ in 0..<bits {
      value = value << 1 | Int(try decoder.decodeBits(count: 1))
    }
    return value - 1
  }
}
