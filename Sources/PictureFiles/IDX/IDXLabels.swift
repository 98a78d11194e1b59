/// A list of labels, as in `train-labels-idx1-ubyte`.
public struct IDXLabels: Sendable, Equatable {
  /// One label a picture, in the order of the pictures.
  public let labels: [UInt8]

  /// A list of at most 2³² − 1 labels.
  public init(labels: [UInt8]) {
    precondition(labels.count <= UInt32.max, "\(labels.count) labels")
    self.labels = labels
  }

  /// Reads an idx1-ubyte file, plain or gzipped.
  ///
  /// - Throws: ``ImageError/notIDX(expected:found:)``,
  ///   ``ImageError/wrongLength(expected:found:)`` for a file too short or too
  ///   long, an error of the limits, or one of ``Gzip``.
  public static func parse(
    _ bytes: [UInt8], limits: ImageLimits = ImageLimits()
  ) throws(ImageError) -> IDXLabels {
    let bytes = try IDXHeader.plain(bytes, rank: 1, limits: limits)
    let count = try IDXHeader.parse(bytes, rank: 1).dimensions[0]
    let size = try limits.check(
      width: 1, height: 1, bytesPerPixel: 1, count: count)
    let body = bytes.dropFirst(IDXHeader.size(rank: 1))
    guard body.count == size else {
      throw .wrongLength(
        expected: IDXHeader.size(rank: 1) + size, found: bytes.count)
    }
    return IDXLabels(labels: Array(body))
  }

  /// The bytes of an idx1-ubyte file, not gzipped; the inverse of ``parse``.
  public func serialize() -> [UInt8] {
    IDXHeader(dimensions: [labels.count]).serialize() + labels
  }
}
