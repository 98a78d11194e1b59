/// A format that is not read here, but known by its first bytes, so that an
/// error can say what makes a PNG or PPM of it.
public struct ForeignFormat: Sendable, Equatable {
  /// What people call it, for example `JPEG`.
  public let name: String
  /// The usual program that converts it to a PNG, PGM or PPM.
  public let converter: String

  private let offset: Int
  private let signature: [UInt8]

  private init(
    _ name: String, _ converter: String, _ signature: [UInt8], at offset: Int
  ) {
    self.name = name
    self.converter = converter
    self.signature = signature
    self.offset = offset
  }

  private init(
    _ name: String, _ converter: String, _ text: String, at offset: Int = 0
  ) {
    self.init(name, converter, Array(text.utf8), at: offset)
  }

  /// The format that some bytes are in; nil if it is none of the known ones.
  public init?(of bytes: [UInt8]) {
    let match = Self.known.first {
      bytes.dropFirst($0.offset).starts(with: $0.signature)
    }
    guard let match else { return nil }
    self = match
  }

  private static let known: [ForeignFormat] = [
    ForeignFormat("JPEG", "djpeg", [0xff, 0xd8, 0xff], at: 0),
    ForeignFormat("WebP", "dwebp", "WEBP", at: 8),
    ForeignFormat("GIF", "giftopnm", "GIF8"),
    ForeignFormat("TIFF", "tifftopnm", "II*\0"),
    ForeignFormat("TIFF", "tifftopnm", "MM\0*"),
    ForeignFormat("AVIF", "avifdec", "ftypavif", at: 4),
    ForeignFormat("AVIF", "avifdec", "ftypavis", at: 4),
    ForeignFormat("HEIF", "heif-convert", "ftyphei", at: 4),
    ForeignFormat("HEIF", "heif-convert", "ftypmif1", at: 4),
    ForeignFormat("JPEG XL", "djxl", [0xff, 0x0a], at: 0),
    ForeignFormat("JPEG XL", "djxl", "JXL \r\n", at: 4),
    ForeignFormat("JPEG 2000", "opj_decompress", "jP  \r\n", at: 4),
    ForeignFormat("JPEG 2000", "opj_decompress", [0xff, 0x4f, 0xff], at: 0),
    ForeignFormat("BMP", "bmptopnm", "BM"),
    ForeignFormat("QOI", "magick", "qoif"),
    ForeignFormat("PBM", "pgmtopgm", "P1"),
    ForeignFormat("plain PGM", "pnmtopnm", "P2"),
    ForeignFormat("plain PPM", "pnmtopnm", "P3"),
    ForeignFormat("PBM", "pgmtopgm", "P4"),
    ForeignFormat("PAM", "pamtopnm", "P7"),
    ForeignFormat("PDF", "pdftoppm", "%PDF"),
    ForeignFormat("SVG", "rsvg-convert", "<svg"),
  ]
}
