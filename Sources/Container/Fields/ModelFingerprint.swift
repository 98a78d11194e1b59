import Support

/// The name of a model: the fingerprint of its pack, see rdc-pack(5), or the
/// top half of it.
public struct ModelFingerprint: Sendable, Hashable {
  /// The checksum; the low half is zero where only the top half is known.
  public let value: UInt32

  /// How many of the top bits are known: 16 in a compact file, else 32.
  public let knownBits: Int

  /// A whole fingerprint.
  public init(_ value: UInt32) {
    self.value = value
    knownBits = 32
  }

  /// The top half of one.
  public init(topHalf: UInt16) {
    value = UInt32(topHalf) << 16
    knownBits = 16
  }

  /// This fingerprint as a compact file keeps it.
  public var shortened: Self {
    Self(topHalf: UInt16(truncatingIfNeeded: value >> 16))
  }

  /// Whether a model with this whole fingerprint may be the one that is named.
  public func matches(_ whole: UInt32) -> Bool {
    (value ^ whole) >> UInt32(32 - knownBits) == 0
  }
}

extension ModelFingerprint: CustomStringConvertible {
  /// The known digits in hexadecimal: four or eight.
  public var description: String {
    (value >> UInt32(32 - knownBits)).hexadecimal(digits: knownBits / 4)
  }
}
