import CZstd

/// One zstd frame in memory, both directions.
public enum ZstdFrame {
  /// Compresses `bytes` into one frame that states its content size.
  public static func compress(_ bytes: [UInt8], level: Int32 = 19) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) {
      buffer, count in
      let written = ZSTD_compress(
        buffer.baseAddress, buffer.count, bytes, bytes.count, level)
      precondition(
        ZSTD_isError(written) == 0, "compressBound leaves room for any input")
      count = written
    }
  }

  /// Decompresses a frame that states its content size.
  ///
  /// - Throws: `PackError.notAFrame` if the frame is damaged, states no size,
  ///   or states one above `limit` bytes; no memory is taken before that check.
  public static func decompress(
    _ bytes: UnsafeRawBufferPointer, limit: Int
  ) throws(PackError) -> [UInt8] {
    let size = try statedSize(bytes, limit: limit)
    var failure: String?
    let content = [UInt8](unsafeUninitializedCapacity: size) {
      buffer, count in
      let read = ZSTD_decompress(
        buffer.baseAddress, buffer.count, bytes.baseAddress, bytes.count)
      if ZSTD_isError(read) != 0 {
        failure = String(cString: ZSTD_getErrorName(read))
      } else if read != size {
        failure = "frame holds \(read) bytes, but states \(size)"
      } else {
        count = read
      }
    }
    if let failure { throw .notAFrame(reason: failure) }
    return content
  }

  /// Decompresses the first of several frames.
  ///
  /// - Throws: as `decompress`.
  static func decompressFirst(
    _ bytes: UnsafeRawBufferPointer, limit: Int
  ) throws(PackError) -> [UInt8] {
    let length = try length(bytes, at: 0)
    return try decompress(
      UnsafeRawBufferPointer(rebasing: bytes[..<length]), limit: limit)
  }

  /// The compressed bytes of the frame that begins at a place.
  ///
  /// - Throws: `PackError.notAFrame` if there is none, or it is cut off.
  static func length(
    _ bytes: UnsafeRawBufferPointer, at start: Int
  ) throws(PackError) -> Int {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
    let length = ZSTD_findFrameCompressedSize(rest.baseAddress, rest.count)
    guard ZSTD_isError(length) == 0, length > 0, length <= rest.count else {
      throw .notAFrame(
        reason: "the frame at byte \(start) is damaged or cut off")
    }
    return length
  }

  /// The content size that a frame states.
  ///
  /// - Throws: ``PackError/notAFrame(reason:)`` if there is none, or one above `limit`.
  public static func statedSize(
    _ bytes: UnsafeRawBufferPointer, limit: Int
  ) throws(PackError) -> Int {
    let size = ZSTD_getFrameContentSize(bytes.baseAddress, bytes.count)
    // The two largest values are zstd's "unknown" and "error".
    guard size < UInt64.max - 1 else {
      throw .notAFrame(reason: "not a zstd frame of known size")
    }
    guard size <= UInt64(limit) else {
      throw .notAFrame(
        reason: "frame of \(size) bytes is above the limit of \(limit)")
    }
    // A block takes four bytes at least and holds 128 KiB at most (RFC 8878,
    // 3.1.1.2), so that a few bytes cannot claim any amount of memory.
    guard size <= UInt64(bytes.count / 4 + 1) << 17 else {
      throw .notAFrame(
        reason: "frame of \(size) bytes in \(bytes.count) bytes")
    }
    return Int(size)
  }
}
