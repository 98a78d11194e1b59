import Support

/// A picture of 8-bit samples.
///
/// Samples are as stored: neither gamma nor an ICC profile is applied, and
/// colour is not multiplied by alpha.
public struct Picture: Sendable, Equatable {
  /// Pixels in a row, at least 1.
  public var width: Int
  /// Rows, at least 1.
  public var height: Int
  /// What the samples of a pixel mean.
  public var colorSpace: ColorModel
  /// Colour, interleaved and row-major: `width * height * channels` samples.
  public var samples: [UInt8]
  /// Opacity, row-major: `width * height` samples, 255 opaque; nil where the
  /// source has no alpha.
  public var alpha: [UInt8]?
  /// Bits a sample in the source: 1, 2, 4, 8 or 16. A palette's colours
  /// have 8 bits, however few bits its indices have.
  public var sourceBitDepth: Int
  /// Frames in the source; of an animation this is the first one, or the
  /// picture that stands for it.
  public var sourceFrames: Int
  /// What the file says about the picture.
  public var metadata: Metadata

  /// A picture of the given planes. Their sizes are checked where the picture
  /// is written; see ``validate()``.
  public init(
    width: Int, height: Int, colorSpace: ColorModel, samples: [UInt8],
    alpha: [UInt8]? = nil, sourceBitDepth: Int = 8,
    sourceFrames: Int = 1, metadata: Metadata = Metadata()
  ) {
    self.width = width
    self.height = height
    self.colorSpace = colorSpace
    self.samples = samples
    self.alpha = alpha
    self.sourceBitDepth = sourceBitDepth
    self.sourceFrames = sourceFrames
    self.metadata = metadata
  }

  /// Checks that the planes have the size that width, height and colour model
  /// ask for, within PNG's 31 bits a side.
  ///
  /// - Throws: ``ImageError/inconsistentPicture(reason:)``.
  public func validate() throws(ImageError) {
    guard width > 0, height > 0, width <= Int32.max, height <= Int32.max else {
      throw .inconsistentPicture(reason: "its size is \(width)x\(height)")
    }
    let pixels = width * height
    guard samples.count == checkedProduct(pixels, colorSpace.channels) else {
      throw .inconsistentPicture(
        reason: "\(samples.count) samples for \(width)x\(height) pixels of "
          + "\(colorSpace.channels)")
    }
    if let alpha, alpha.count != pixels {
      throw .inconsistentPicture(
        reason: "\(alpha.count) samples of alpha for \(pixels) pixels")
    }
  }
}
