/// A finished photo file, and where its bytes went.
public struct LatentFieldEncoding: Sendable {
  /// The bytes of the `.rdc` file.
  public let bytes: [UInt8]
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The quality that was taken, 0...100.
  public let quality: Double
  /// The bytes that were asked for; nil if a quality was.
  public let targetBytes: Int?
  /// Bytes of the payload.
  public let payloadBytes: Int
  /// Bytes of alpha, metadata and a stated label.
  public let sectionBytes: Int

  /// Real bits a pixel: every byte of the file counts.
  public var bitsPerPixel: Double {
    Double(bytes.count * 8) / Double(width * height)
  }

  /// Whether the file has the size that was asked for within 2 %. The nearest
  /// quality may give another one: the best gives no more bytes, and those of
  /// a small picture lie further apart.
  public var isOnTarget: Bool {
    guard let targetBytes else { return true }
    let target = Double(targetBytes)
    return abs(Double(bytes.count) - target)
      <= LatentFieldEncoder.tolerance * target
  }
}
