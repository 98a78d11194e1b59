/// What a range encoder leaves.
public struct RangePayload: Sendable, Hashable {
  /// The bytes; the last one is not zero unless it had to be written.
  public let bytes: [UInt8]

  /// The bits up to the last one that is set: the fewest that decode uniquely
  /// when what is missing is zero. The rest of the bytes is padding.
  public let bitCount: Int
}
