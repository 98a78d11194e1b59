/// The reading direction of the range coder; ``RangeEncoder`` is its inverse.
///
/// Any bytes decode to something: hostile payloads end in an error or in
/// symbols, never in a trap. Call ``finish()`` after the last symbol to know
/// that the bytes are those which the encoder writes for these symbols.
public struct RangeDecoder: Sendable {
  private let payload: [UInt8]
  /// The payload's number less `low`, in the units of `range`; always below it.
  private var code: UInt64 = 0
  private var range = RangeCoder.one
  /// How many bytes the encoder had shifted out at this point.
  private var shifted = 0

  /// A decoder at the start of a payload.
  public init(_ payload: [UInt8]) {
    self.payload = payload
    for index in 0..<7 { code = code << 8 | byte(index) }
  }

  /// The most bits that the symbols of a payload can cost, whatever its bytes:
  /// those that are there, those that may go unwritten, and the window behind
  /// them. Check a stated number of symbols against this, times 1 % for the
  /// coder's rounding, before reserving room for them.
  public static func mostBits(payloadBytes: Int) -> Double {
    1.01 * 8 * (Double(payloadBytes) + Double(RangeCoder.unwritten) + 8)
  }

  private func byte(_ index: Int) -> UInt64 {
    index < payload.count ? UInt64(payload[index]) : 0
  }

  /// Where in 0..<2^totalBits the next symbol's part lies.
  ///
  /// - Precondition: `totalBits` ≤ 16.
  public func target(totalBits: Int = 16) -> UInt32 {
    precondition((0...RangeCoder.totalBits).contains(totalBits))
    let unit = range >> UInt64(totalBits)
    let last = UInt64(1) << UInt64(totalBits) - 1
    return UInt32(truncatingIfNeeded: min(code / unit, last))
  }

  /// Steps over a part if it holds the target; cheaper than to ask for the
  /// target where the answer is mostly yes.
  ///
  /// - Precondition: `start` ≤ `end` ≤ 2^16.
  /// - Throws: ``EntropyError/truncated(byteCount:)``.
  @inline(__always)
  public mutating func advance(
    ifIn start: UInt32, to end: UInt32
  ) throws(EntropyError) -> Bool {
    let unit = range >> UInt64(RangeCoder.totalBits)
    let isLast = end == 1 << UInt32(RangeCoder.totalBits)
    guard code >= UInt64(start) * unit, isLast || code < UInt64(end) * unit
    else { return false }
    try advance(start: start, size: end - start)
    return true
  }

  /// Steps over the part that holds the target.
  ///
  /// - Precondition: [start, start + size) holds ``target(totalBits:)``.
  /// - Throws: ``EntropyError/truncated(byteCount:)``.
  public mutating func advance(
    start: UInt32, size: UInt32, totalBits: Int = 16
  ) throws(EntropyError) {
    try advance(
      start: start, size: size, total: 1 << UInt64(totalBits),
      unit: range >> UInt64(totalBits))
  }

  /// Where in 0..<`total` the next symbol's part lies.
  ///
  /// - Precondition: `total` in 1...2^16.
  public func target(total: UInt32) -> UInt32 {
    precondition(total >= 1 && total <= 1 << UInt32(RangeCoder.totalBits))
    return UInt32(
      truncatingIfNeeded: min(
        code / (range / UInt64(total)), UInt64(total) - 1))
  }

  /// Steps over the part, of a total that need be no power of two, that holds
  /// the target.
  ///
  /// - Precondition: [start, start + size) holds ``target(total:)``.
  /// - Throws: ``EntropyError/truncated(byteCount:)``.
  public mutating func advance(
    start: UInt32, size: UInt32, total: UInt32
  ) throws(EntropyError) {
    try advance(
      start: start, size: size, total: UInt64(total),
      unit: range / UInt64(total))
  }

  @inline(__always)
  private mutating func advance(
    start: UInt32, size: UInt32, total: UInt64, unit: UInt64
  ) throws(EntropyError) {
    let end = UInt64(start) + UInt64(size)
    let skipped = UInt64(start) * unit
    precondition(skipped <= code && end <= total)
    range = end == total ? range - skipped : UInt64(size) * unit
    code -= skipped
    precondition(code < range)
    while range < RangeCoder.least {
      code = code << 8 | byte(shifted + 7)
      range <<= 8
      shifted += 1
      guard shifted <= payload.count + RangeCoder.unwritten else {
        throw .truncated(byteCount: payload.count)
      }
    }
  }

  /// Reads plain bits.
  ///
  /// - Precondition: `count` ≤ 16.
  /// - Throws: ``EntropyError/truncated(byteCount:)``.
  public mutating func decodeBits(
    count: Int
  ) throws(EntropyError) -> UInt32 {
    let value = target(totalBits: count)
    try advance(start: value, size: 1, totalBits: count)
    return value
  }

  /// Whether the payload is, to the byte, what the encoder writes for the
  /// symbols decoded so far.
  ///
  /// Needs no second encoder. With p the payload's number and n its bits, only
  /// multiples of 2^(1−n) have fewer bits; the nearest are p ± 2^−n. So p is
  /// the choice of the encoder exactly if p − 2^−n < low and
  /// low + range ≤ p + 2^−n.
  public var isCanonical: Bool {
    guard let last = payload.lastIndex(where: { $0 != 0 }) else {
      return payload.count == max(0, shifted - RangeCoder.unwritten)
    }
    guard payload.count == max(last + 1, shifted - RangeCoder.unwritten) else {
      return false
    }
    let bits = 8 * (last + 1) - payload[last].trailingZeroBitCount
    // 2^−n in the units of the range; what is wider than the range is no bound.
    let (window, overflow) = (shifted + 7).multipliedReportingOverflow(by: 8)
    guard !overflow, window >= bits else { return false }
    guard window - bits < 56 else { return true }
    let step = UInt64(1) << UInt64(window - bits)
    return code < step && range - code <= step
  }

  /// Ends the reading.
  ///
  /// - Throws: ``EntropyError/notCanonical(byteCount:)`` unless the payload is,
  ///   to the byte, what the encoder writes for the symbols that were decoded.
  public consuming func finish() throws(EntropyError) {
    guard isCanonical else {
      throw .notCanonical(byteCount: payload.count)
    }
  }
}
