/// A set of gray pictures of one size, as in `train-images-idx3-ubyte`.
public struct IDXImages: Sendable, Equatable {
  /// How many pictures.
  public let count: Int
  /// Rows of each, at least 1.
  public let height: Int
  /// Pixels in a row of each, at least 1.
  public let width: Int
  /// `count * height * width` samples, picture after picture, row-major.
  public let samples: [UInt8]

  /// A set of pictures.
  ///
  /// - Precondition: the sizes are those of the samples, each fits 32 bits,
  ///   and a picture has at least one pixel.
  public init(count: Int, height: Int, width: Int, samples: [UInt8]) {
    precondition(
      (0...Int(UInt32.max)).contains(count)
        && (1...Int(UInt32.max)).contains(height)
        && (1...Int(UInt32.max)).contains(width),
      "impossible dimensions \(count)x\(height)x\(width)")
    precondition(
      samples.count == count * height * width,
      "\(samples.count) samples for \(count)x\(height)x\(width)")
    self.count = count
    self.height = height
    self.width = width
    self.samples = samples
  }

  /// Reads an idx3-ubyte file, plain or gzipped.
  ///
  /// - Throws: ``ImageError/notIDX(expected:found:)``,
  ///   ``ImageError/wrongLength(expected:found:)`` for a file too short or too
  ///   long, an error of the limits, or one of ``Gzip``.
  public static func parse(
    _ bytes: [UInt8], limits: ImageLimits = ImageLimits()
  ) throws(ImageError) -> IDXImages {
    let bytes = try IDXHeader.plain(bytes, rank: 3, limits: limits)
    let dimensions = try IDXHeader.parse(bytes, rank: 3).dimensions
    let (count, height, width) = (dimensions[0], dimensions[1], dimensions[2])
    guard height > 0, width > 0 else { throw .invalidDimensions(dimensions) }
    let size = try limits.check(
      width: width, height: height, bytesPerPixel: 1, count: count)
    let body = bytes.dropFirst(IDXHeader.size(rank: 3))
    guard body.count == size else {
      throw .wrongLength(
        expected: IDXHeader.size(rank: 3) + size, found: bytes.count)
    }
    return IDXImages(
      count: count, height: height, width: width, samples: Array(body))
  }

  /// The bytes of an idx3-ubyte file, not gzipped; the inverse of ``parse``.
  public func serialize() -> [UInt8] {
    Self.header(count: count, height: height, width: width) + samples
  }

  /// The first bytes of such a file, before the samples.
  ///
  /// - Precondition: each number fits 32 bits.
  public static func header(count: Int, height: Int, width: Int) -> [UInt8] {
    IDXHeader(dimensions: [count, height, width]).serialize()
  }

  /// The samples of one picture, `height * width` of them.
  ///
  /// - Precondition: `0 <= index < count`.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    precondition((0..<count).contains(index), "no picture \(index)")
    let size = height * width
    return samples[index * size..<(index + 1) * size]
  }

  /// One picture by itself.
  ///
  /// - Precondition: `0 <= index < count`.
  public func picture(at index: Int) -> Picture {
    Picture(
      width: width, height: height, colorSpace: .gray,
      samples: Array(self[index]))
  }
}
