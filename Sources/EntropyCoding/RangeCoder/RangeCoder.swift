/// What both directions of the range coder share.
///
/// The coder narrows an interval [low, low + range) of the unit interval, in
/// integers (Martin, "Range encoding", 1979; carries as in Schindler's coder).
/// The range has up to 56 bits and never fewer than 48, so that with totals of
/// 2^16 the rounding costs under 2^−31 bits a symbol. The payload is the number
/// in the final interval that has the fewest bits after the binary point, which
/// is unique: between two neighbours with n bits lies one with fewer. Bytes
/// missing at the end are zero.
enum RangeCoder {
  /// The range at the start, and the modulus of `low`.
  static let one: UInt64 = 1 << 56

  /// The range is brought back to at least this after every symbol.
  static let least: UInt64 = 1 << 48

  /// The most bits that a total may have.
  static let totalBits = 16

  /// How many zero bytes at the end may go unwritten, counted from the last
  /// byte that was shifted out.
  ///
  /// Without a bound no payload could ever be called cut off. The bound makes
  /// one payload in 2^32 a byte longer than it could be.
  static let unwritten = 4
}
