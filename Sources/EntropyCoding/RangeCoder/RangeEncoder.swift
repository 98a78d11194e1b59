/// The writing direction of the range coder; ``RangeDecoder`` is its inverse.
///
/// ```swift
/// let table = try FrequencyTable(weights: [6, 1, 1])
/// var encoder = RangeEncoder()
/// for symbol in [0, 2, 0, 0, 1] { try encoder.encode(symbol, table) }
/// encoder.finish().bytes  // [0xb3]
/// ```
public struct RangeEncoder: Sendable {
  private var low: UInt64 = 0
  private var range = RangeCoder.one
  private var bytes: [UInt8] = []

  /// An encoder that has written nothing.
  public init() {}

  /// Narrows to the part [start, start + size) of a total of 2^totalBits.
  ///
  /// The last part also takes what is left when the range is divided.
  ///
  /// - Precondition: `totalBits` ≤ 16, `size` ≥ 1 and the part lies within the
  ///   total.
  public mutating func encode(
    start: UInt32, size: UInt32, totalBits: Int = 16
  ) {
    precondition((0...RangeCoder.totalBits).contains(totalBits))
    encode(
      start: start, size: size, total: 1 << UInt64(totalBits),
      unit: range >> UInt64(totalBits))
  }

  /// Narrows to a part of a total that need be no power of two.
  ///
  /// - Precondition: `total` in 1...2^16, `size` ≥ 1 and the part lies within
  ///   the total.
  public mutating func encode(start: UInt32, size: UInt32, total: UInt32) {
    precondition(total >= 1 && total <= 1 << UInt32(RangeCoder.totalBits))
    encode(
      start: start, size: size, total: UInt64(total),
      unit: range / UInt64(total))
  }

  private mutating func encode(
    start: UInt32, size: UInt32, total: UInt64, unit: UInt64
  ) {
    let end = UInt64(start) + UInt64(size)
    precondition(size >= 1 && end <= total)
    let skipped = UInt64(start) * unit
    range = end == total ? range - skipped : UInt64(size) * unit
    low += skipped
    if low >= RangeCoder.one {
      low -= RangeCoder.one
      carry()
    }
    while range < RangeCoder.least {
      bytes.append(UInt8(truncatingIfNeeded: low >> 48))
      low = (low << 8) & (RangeCoder.one - 1)
      range <<= 8
    }
  }

  /// Writes plain bits.
  ///
  /// - Precondition: `count` ≤ 16 and `value` < 2^count.
  public mutating func encodeBits(_ value: UInt32, count: Int) {
    encode(start: value, size: 1, totalBits: count)
  }

  /// Adds one to the bytes written. Their number is below 1, so this ends.
  private mutating func carry() {
    var index = bytes.count - 1
    while bytes[index] == 0xFF {
      bytes[index] = 0
      index -= 1
    }
    bytes[index] += 1
  }

  /// Closes on the fewest bits, hence bytes, that decode uniquely.
  public consuming func finish() -> RangePayload {
    let shifted = bytes.count
    var bits = 0
    var value = low
    // The coarsest multiple of 2^−bits in the interval.
    while true {
      let mask = (RangeCoder.one >> UInt64(bits)) - 1
      value = (low + mask) & ~mask
      if value < low + range { break }
      bits += 1
    }
    if value >= RangeCoder.one {
      value -= RangeCoder.one
      carry()
    }
    for index in 0..<(bits + 7) / 8 {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(48 - 8 * index)))
    }
    while bytes.last == 0 { bytes.removeLast() }
    let bitCount = 8 * bytes.count - (bytes.last?.trailingZeroBitCount ?? 0)
    while bytes.count + RangeCoder.unwritten < shifted { bytes.append(0) }
    return RangePayload(bytes: bytes, bitCount: bitCount)
  }
}
