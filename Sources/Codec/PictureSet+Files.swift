import PictureFiles

extension PictureSet {
  /// Reads a picture's file, PNG, PGM or PPM, or an IDX file (also gzipped).
  ///
  /// - Throws: ``ImageError``; an IDX file may hold no picture.
  public init(
    file bytes: [UInt8], limits: ImageLimits = ImageLimits()
  ) throws(ImageError) {
    if Self.isIDX(bytes) {
      self.init(try IDXImages.parse(bytes, limits: limits))
    } else {
      self.init(try PictureReader.read(bytes, limits: limits))
    }
  }

  /// Whether a file is an IDX file rather than a picture's: gzip, or the magic
  /// number of unsigned bytes in three dimensions.
  public static func isIDX(_ bytes: [UInt8]) -> Bool {
    Gzip.isGzip(bytes) || bytes.starts(with: [0, 0, 8])
  }

  /// The PNG of one of the pictures; threads share the work of a large one.
  ///
  /// - Throws: ``ImageError`` for metadata that no PNG can hold.
  /// - Precondition: `0 <= index < count`.
  public func png(
    at index: Int, threads: Int = 1
  ) throws(ImageError) -> [UInt8] {
    // A large picture is not worth the time of the best compression.
    try PNGWriter.write(
      picture(at: index),
      compression: sampleCount > 1 << 16 ? .fast : .balanced, threads: threads)
  }
}
