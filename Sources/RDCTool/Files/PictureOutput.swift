import RDC
import Support

/// The formats that pictures are written in, by the names' endings.
enum PictureOutput: Equatable {
  case png
  case pgm
  case ppm
  /// PGM for gray, PPM for colour.
  case pnm
  /// All pictures in one IDX file.
  case idx(isGzipped: Bool)

  /// What an output's name asks for.
  ///
  /// - Throws: ``UsageFailure`` for an ending that is no format's.
  init(path: String) throws(UsageFailure) {
    let name = path.lowercased()
    switch name {
    case "-": self = .png
    case _ where name.hasSuffix("-idx3-ubyte"): self = .idx(isGzipped: false)
    case _ where name.hasSuffix("-idx3-ubyte.gz"):
      self = .idx(isGzipped: true)
    case _ where name.hasSuffix(".png"): self = .png
    case _ where name.hasSuffix(".pgm"): self = .pgm
    case _ where name.hasSuffix(".ppm"): self = .ppm
    case _ where name.hasSuffix(".pnm"): self = .pnm
    // A device or a pipe takes the usual format, whatever it is called.
    case _ where AtomicFile.isStream(path): self = .png
    default:
      throw UsageFailure(
        "'\(path)' names no format that rdc writes; pictures are written as "
          + ".png, .ppm, .pgm or .pnm, sets also as -idx3-ubyte")
    }
  }

  /// A picture's bytes; threads share the work of a large one.
  ///
  /// - Throws: ``ImageError`` for what the format cannot hold.
  func bytes(of picture: Picture, threads: Int = 1) throws -> [UInt8] {
    switch self {
    case .pgm: try PNMWriter.write(picture, as: .gray)
    case .ppm: try PNMWriter.write(picture, as: .rgb)
    case .pnm: try PNMWriter.write(picture)
    case .png: try PictureSet(picture).png(at: 0, threads: threads)
    case .idx(let isGzipped):
      try Self.bytes(
        of: IDXImages(
          count: 1, height: picture.height, width: picture.width,
          samples: picture.samples), isGzipped: isGzipped)
    }
  }

  /// The bytes of an IDX file.
  static func bytes(of images: IDXImages, isGzipped: Bool) throws -> [UInt8] {
    let bytes = images.serialize()
    return isGzipped ? try Gzip.deflate(bytes) : bytes
  }
}
