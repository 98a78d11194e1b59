import Codec

/// How to encode a photo.
public struct LatentFieldOptions: Sendable {
  /// What decides the quality.
  public enum Rate: Sendable, Equatable {
    /// From 0, the smallest file, to 100, the best one.
    case quality(Double)
    /// Bits a pixel, everything in the file counted.
    case bitsPerPixel(Double)
    /// Bytes of the file.
    case bytes(Int)
  }

  /// What decides the quality.
  public var rate: Rate
  /// Keys the shared dither and the heads' noise; 0 costs no byte.
  public var seed: UInt64
  /// 0 rounds to the nearest levels; from 1 on symbols are searched for.
  public var effort: Int
  /// Whether ICC profile and Exif are left out.
  public var stripsMetadata: Bool
  /// What a picture may claim.
  public var limits: Limits

  /// The default: quality 50, seed 0, effort 5, everything kept.
  public init(
    rate: Rate = .quality(50), seed: UInt64 = 0, effort: Int = 5,
    stripsMetadata: Bool = false, limits: Limits = Limits()
  ) {
    self.rate = rate
    self.seed = seed
    self.effort = effort
    self.stripsMetadata = stripsMetadata
    self.limits = limits
  }
}
