/// What a file says about its picture beside the pixels.
///
/// Nothing here is applied to the samples; it is kept so that a picture can
/// leave as it came. Where several members describe the colours, the first of
/// `codePoints`, `iccProfile`, `renderingIntent`, `gamma` with
/// `chromaticities` counts (PNG, third edition, 4.3).
public struct Metadata: Sendable, Equatable {
  /// An ICC profile (iCCP).
  public var iccProfile: ICCProfile?
  /// Exif as a TIFF file, from its byte order mark `II*` or `MM*` on (eXIf).
  public var exif: [UInt8]?
  /// The file's gamma times 100 000, for example 45455 (gAMA).
  public var gamma: UInt32?
  /// White point and primaries (cHRM).
  public var chromaticities: Chromaticities?
  /// Present if the samples are sRGB (sRGB).
  public var renderingIntent: RenderingIntent?
  /// Colour space by the code points of ITU-T H.273 (cICP).
  public var codePoints: CodePoints?

  /// Metadata of the given members; empty by default.
  public init(
    iccProfile: ICCProfile? = nil, exif: [UInt8]? = nil, gamma: UInt32? = nil,
    chromaticities: Chromaticities? = nil,
    renderingIntent: RenderingIntent? = nil, codePoints: CodePoints? = nil
  ) {
    self.iccProfile = iccProfile
    self.exif = exif
    self.gamma = gamma
    self.chromaticities = chromaticities
    self.renderingIntent = renderingIntent
    self.codePoints = codePoints
  }

  /// Checks that a PNG can hold everything.
  ///
  /// - Throws: ``ImageError/inconsistentPicture(reason:)``.
  public func validate() throws(ImageError) {
    _ = try PNGMetadata.serialize(self)
  }

  /// Whether there is nothing to keep.
  public var isEmpty: Bool { self == Metadata() }
}
