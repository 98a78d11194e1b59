/// The Exp-Golomb code of an index outside a table, in plain bits.
///
/// First the side: 0 above, 1 below. Then, for the distance e ≥ 0 beyond the
/// table's last index on that side, v = e + 1 with n + 1 bits: n times a 1, a
/// 0, and the n low bits of v, the highest first.
public enum EscapeCode {
  /// The largest n: no index is further out than 2^21 − 2.
  public static let maximumBits = 20

  /// How far an index lies beyond a range.
  static func excess(
    of index: Int, beyond range: ClosedRange<Int>
  ) throws(EntropyError) -> UInt32 {
    let reach = 1 << 30
    guard (-reach...reach).contains(index) else {
      throw .escape(bits: Int.bitWidth, limit: maximumBits)
    }
    let excess =
      index > range.upperBound
      ? index - range.upperBound - 1 : range.lowerBound - 1 - index
    let bits = Int.bitWidth - 1 - (excess + 1).leadingZeroBitCount
    guard bits <= maximumBits else {
      throw .escape(bits: bits, limit: maximumBits)
    }
    return UInt32(excess)
  }

  /// The bits that ``encode(_:below:into:)`` writes.
  static func bitCount(_ excess: UInt32) -> Int {
    let bits = 31 - (excess + 1).leadingZeroBitCount
    return 2 * bits + 2
  }

  /// Writes a side and a distance.
  static func encode(
    _ excess: UInt32, below: Bool, into encoder: inout RangeEncoder
  ) {
    encoder.encodeBits(below ? 1 : 0, count: 1)
    let value = excess + 1
    let bits = 31 - value.leadingZeroBitCount
    for _ in 0..<bits { encoder.encodeBits(1, count: 1) }
    encoder.encodeBits(0, count: 1)
    for bit in stride(from: bits - 1, through: 0, by: -1) {
      encoder.encodeBits(value >> UInt32(bit) & 1, count: 1)
    }
  }

  /// Reads a side and a distance; gives the index.
  static func decode(
    beyond range: ClosedRange<Int>, from decoder: inout RangeDecoder
  ) throws(EntropyError) -> Int {
    let below = try decoder.decodeBits(count: 1) == 1
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
    return below ? range.lowerBound - value : range.upperBound + value
  }
}
