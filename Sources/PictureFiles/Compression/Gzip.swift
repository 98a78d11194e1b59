/// The gzip format (RFC 1952).
public enum Gzip {
  /// Whether bytes start like gzip with deflate, its only method.
  public static func isGzip(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x1f, 0x8b, 8])
  }

  /// Inflates a file of one or more members; checksums are verified.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - limit: the most bytes to give, and about as much memory as is taken for
  ///     them at any time, within a factor of two.
  /// - Returns: what the members hold, one after the other.
  /// - Throws: ``ImageError/tooManyBytes(limit:)`` if there is more;
  ///   ``ImageError/truncated(offset:needed:available:)`` or
  ///   ``ImageError/corruptStream(offset:reason:)`` for damage, such as bytes
  ///   behind the last member that are no member.
  public static func inflate(
    _ bytes: [UInt8], limit: Int
  ) throws(ImageError) -> [UInt8] {
    var output: [UInt8] = []
    var offset = 0
    repeat {
      offset += try Deflate.inflate(
        bytes[offset...], wrapping: .gzip, limit: limit, into: &output,
        excess: .tooManyBytes(limit: limit))
    } while offset < bytes.count
    return output
  }

  /// Deflates to one member without name and time: the same bytes and the
  /// same zlib give the same file.
  ///
  /// - Throws: ``ImageError/compressionFailed(status:)`` if zlib gets no
  ///   memory.
  public static func deflate(_ bytes: [UInt8]) throws(ImageError) -> [UInt8] {
    try Deflate.deflate(bytes, wrapping: .gzip)
  }
}
