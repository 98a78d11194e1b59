/// A colour space by the code points of ITU-T H.273 (chunk cICP).
public struct CodePoints: Sendable, Equatable {
  /// Which primaries.
  public var primaries: UInt8
  /// Which transfer function.
  public var transfer: UInt8
  /// Which matrix; 0 in a PNG, which holds RGB.
  public var matrix: UInt8
  /// Whether samples span 0...255 and not the narrow range of video.
  public var isFullRange: Bool

  /// Code points as H.273 numbers them.
  public init(
    primaries: UInt8, transfer: UInt8, matrix: UInt8 = 0,
    isFullRange: Bool = true
  ) {
    self.primaries = primaries
    self.transfer = transfer
    self.matrix = matrix
    self.isFullRange = isFullRange
  }
}
