/// A finished photo file, and where its bytes went.
public struct PhotoEncoding: Sendable {
  /// The bytes of the `.rdc` file.
  public let bytes: [UInt8]
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The quality that was taken, 0...100.
  public let quality: Double
  /// Bytes of the payload.
  public let payloadBytes: Int
  /// Bytes of alpha and metadata.
  public let sectionBytes: Int

  /// Real bits a pixel: every byte of the file counts.
  public var bitsPerPixel: Double {
    Double(bytes.count * 8) / Double(width * height)
  }
}
