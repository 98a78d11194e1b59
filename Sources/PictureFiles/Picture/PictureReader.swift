/// Reads a picture in any of the formats that are known here, told apart by
/// the first bytes: a name's extension says nothing.
public enum PictureReader {
  /// Decodes a PNG, PGM or PPM to 8-bit samples.
  ///
  /// - Throws: ``ImageError/foreignFormat(_:)`` for a picture in a format that
  ///   is known by sight alone, else what ``PNGReader/read(_:limits:)`` and
  ///   ``PNMReader/read(_:limits:)`` throw.
  public static func read(
    _ bytes: [UInt8], limits: ImageLimits = ImageLimits()
  ) throws(ImageError) -> Picture {
    if bytes.starts(with: "P5".utf8) || bytes.starts(with: "P6".utf8) {
      return try PNMReader.read(bytes, limits: limits)
    }
    if let format = ForeignFormat(of: bytes) { throw .foreignFormat(format) }
    return try PNGReader.read(bytes, limits: limits)
  }
}
