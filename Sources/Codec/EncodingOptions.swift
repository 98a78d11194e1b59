/// How to encode.
public struct EncodingOptions: Sendable {
  /// The rate to aim for.
  public var rate: Rate
  /// Keys the shared dither and the heads' noise; 0 costs no byte in the file.
  public var seed: UInt64
  /// 0 is a single pass; from 1 on the encoder searches, up to 9. From 6 on a
  /// model's classifier guides the search in photos.
  public var effort: Int
  /// Whether a single picture may be written with the shortest header.
  public var isCompact: Bool
  /// Whether ICC profile and Exif are left out.
  public var stripsMetadata: Bool
  /// Whether a file states what the model's classifier sees in the picture, and
  /// whether that has a say in its bits.
  public var states: Bool
  /// What a picture may claim.
  public var limits: Limits

  /// The default: the codec's own rate, seed 0, effort 5, everything kept.
  public init(
    rate: Rate = .standard, seed: UInt64 = 0, effort: Int = 5,
    isCompact: Bool = true, stripsMetadata: Bool = false,
    states: Bool = true, limits: Limits = Limits()
  ) {
    self.rate = rate
    self.seed = seed
    self.effort = effort
    self.isCompact = isCompact
    self.stripsMetadata = stripsMetadata
    self.states = states
    self.limits = limits
  }
}
