import Support

/// An idx3-ubyte file, plain or gzipped, that is read in blocks of pictures, so
/// that it may have any length. ``IDXImages/parse(_:limits:)`` reads it at
/// once.
public struct IDXReader: ~Copyable {
  /// How many pictures.
  public let count: Int
  /// Rows of each, at least 1.
  public let height: Int
  /// Pixels in a row of each, at least 1.
  public let width: Int
  private var bytes: PlainReader
  /// Bytes that the header claims for the whole file.
  private let claimed: Int
  /// Pictures that were given.
  private var given = 0

  /// Reads the header.
  ///
  /// - Throws: ``ImageError/file(_:)``, ``ImageError/notIDX(expected:found:)``,
  ///   ``ImageError/wrongLength(expected:found:)`` for a plain file that is too
  ///   short or too long, an error of the limits, or one of ``Gzip``.
  public init(
    _ file: consuming FileReader, limits: ImageLimits = ImageLimits()
  ) throws(ImageError) {
    var bytes = try PlainReader(file)
    let head = IDXHeader.size(rank: 3)
    let dimensions = try IDXHeader.parse(bytes.next(head), rank: 3).dimensions
    let (height, width) = (dimensions[1], dimensions[2])
    guard height > 0, width > 0 else { throw .invalidDimensions(dimensions) }
    let size = try limits.check(width: width, height: height, bytesPerPixel: 1)
    guard let samples = checkedProduct(dimensions[0], size),
      samples <= .max - head
    else {
      throw .invalidDimensions(dimensions)
    }
    let claimed = head + samples
    if let found = bytes.size, found != claimed {
      throw .wrongLength(expected: claimed, found: found)
    }
    self.bytes = bytes
    self.claimed = claimed
    (count, self.height, self.width) = (dimensions[0], height, width)
  }

  /// The samples of the next pictures, `limit` of them or those that are left;
  /// nil when there are no more, and the file ends there too.
  ///
  /// - Precondition: `limit` is above 0.
  /// - Throws: ``ImageError/wrongLength(expected:found:)``,
  ///   ``ImageError/file(_:)``, or an error of ``Gzip``.
  public mutating func next(_ limit: Int) throws(ImageError) -> [UInt8]? {
    precondition(limit > 0, "blocks of \(limit) pictures")
    let size = width * height
    let wanted = min(limit, count - given)
    guard wanted > 0 else {
      var excess = 0
      while case let more = try bytes.next(1 << 16).count, more > 0 {
        excess += more
      }
      guard excess == 0 else {
        throw .wrongLength(expected: claimed, found: claimed + excess)
      }
      return nil
    }
    let samples = try bytes.next(wanted * size)
    guard samples.count == wanted * size else {
      throw .wrongLength(
        expected: claimed,
        found: IDXHeader.size(rank: 3) + given * size + samples.count)
    }
    given += wanted
    return samples
  }
}
