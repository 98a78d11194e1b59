import CPNG

/// The checksum of the archive face, and of models: CRC-32 as in IEEE 802.3,
/// computed by zlib.
public enum CRC32 {
  /// The checksum of bytes.
  public static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
    let whole = bytes.withContiguousStorageIfAvailable(Self.checksum(buffer:))
    return whole
      ?? Array(bytes).withUnsafeBufferPointer(Self.checksum(buffer:))
  }

  private static func checksum(buffer: UnsafeBufferPointer<UInt8>) -> UInt32 {
    UInt32(
      truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
  }
}
