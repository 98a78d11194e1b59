/// Deflates bytes that come piece by piece to one gzip member, the same as
/// ``Gzip/deflate(_:)`` makes of them together.
public struct GzipDeflater: ~Copyable {
  private var deflater: Deflater

  /// Begins a member.
  ///
  /// - Throws: ``ImageError/compressionFailed(status:)`` if zlib gets no
  ///   memory.
  public init() throws(ImageError) { deflater = try Deflater(.gzip) }

  /// What the next bytes add to the file; the last ones end the member.
  ///
  /// - Throws: ``ImageError/compressionFailed(status:)``.
  public mutating func deflate(
    _ bytes: [UInt8], isLast: Bool
  ) throws(ImageError) -> [UInt8] {
    try deflater.deflate(bytes, isLast: isLast)
  }
}
