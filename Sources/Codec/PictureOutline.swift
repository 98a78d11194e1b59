import PictureFiles

/// What a file says about its pictures, known before anything is decoded: a
/// claim, which only decoding proves.
public struct PictureOutline: Sendable, Equatable {
  /// How many pictures.
  public var count: UInt64
  /// Pixels in a row of each.
  public var width: Int
  /// Rows of each.
  public var height: Int
  /// What the samples of a pixel mean.
  public var colorSpace: ColorModel
  /// Whether the pictures have opacity.
  public var hasAlpha: Bool
  /// What the file says about a single picture.
  public var metadata: Metadata

  /// Takes all of it; without alpha and metadata unless they are given.
  public init(
    count: UInt64, width: Int, height: Int, colorSpace: ColorModel,
    hasAlpha: Bool = false, metadata: Metadata = Metadata()
  ) {
    self.count = count
    self.width = width
    self.height = height
    self.colorSpace = colorSpace
    self.hasAlpha = hasAlpha
    self.metadata = metadata
  }
}
