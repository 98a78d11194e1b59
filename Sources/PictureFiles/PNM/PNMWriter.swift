/// PGM and PPM out.
public enum PNMWriter {
  /// Encodes a picture as PGM where it is gray, else as PPM, with 8 bits a
  /// sample. ``PNMReader/read(_:limits:)`` is the inverse; metadata has no
  /// place in the format.
  ///
  /// - Parameters:
  ///   - picture: eight bits a sample.
  ///   - colorSpace: RGB to write gray as PPM, three equal samples a pixel; nil
  ///     for the picture's own.
  /// - Returns: the bytes of the file.
  /// - Throws: ``ImageError/inconsistentPicture(reason:)`` for a picture that
  ///   is none, ``ImageError/unholdable(format:what:)`` for transparent pixels,
  ///   or for colour where gray is asked for.
  public static func write(
    _ picture: Picture, as colorSpace: ColorModel? = nil
  ) throws(ImageError) -> [UInt8] {
    try picture.validate()
    let wanted = colorSpace ?? picture.colorSpace
    let format = wanted == .gray ? "PGM" : "PPM"
    if let alpha = picture.alpha, alpha.contains(where: { $0 != 255 }) {
      throw .unholdable(format: format, what: "transparent pixels")
    }
    let header = PNMHeader(
      colorSpace: wanted, width: picture.width, height: picture.height,
      maximum: 255, size: 0
    ).serialize()
    switch (picture.colorSpace, wanted) {
    case (.rgb, .gray): throw .unholdable(format: format, what: "colour")
    case (.gray, .rgb):
      return header + picture.samples.flatMap { [$0, $0, $0] }
    default: return header + picture.samples
    }
  }
}
