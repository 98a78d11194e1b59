/// Reads a picture in any of the formats that are known here, told apart by
/// the first bytes: a name's extension says nothing.
public enum PictureReader {
  /// Width and height as the first bytes of a file claim them, to choose by
  /// before all of it is read; nil if they claim none.
  public static func size(head: [UInt8]) -> (width: Int, height: Int)? {
    if head.starts(with: PNGChunk.signature),
      let chunk = try? PNGChunk.parse(head, at: 8), chunk.type == "IHDR",
      let header = try? PNGHeader.parse(chunk)
    {
      return (header.width, header.height)
    }
    guard let header = try? PNMHeader.parse(head) else { return nil }
    return (header.width, header.height)
  }

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
