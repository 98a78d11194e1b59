internal import CZlib

/// CRC-32 as in IEEE 802.3, computed by zlib: the checksum of PNG, gzip, the
/// archive face of `.rdc`, and models.
public enum CRC32 {
  /// The checksum of bytes.
  public static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
    let whole = bytes.withContiguousStorageIfAvailable(Self.checksum(buffer:))
    return whole
      ?? Array(bytes).withUnsafeBufferPointer(Self.checksum(buffer:))
  }

  private static func checksum(buffer: UnsafeBufferPointer<UInt8>) -> UInt32 {
    // `crc32_z` reads nothing where the count is 0, but for a null pointer it
    // gives the initial value, which is the right one then.
    UInt32(
      truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
  }
}
