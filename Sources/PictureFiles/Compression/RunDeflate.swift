internal import CZlib

/// A part of a deflate stream (RFC 1951) that needs nothing of the parts
/// before it: literals and runs alone, for what repeats in no other way.
enum RunDeflate {
  /// A part, deflated; one that is not the last ends on a whole byte.
  ///
  /// - Throws: ``ImageError/compressionFailed(status:)``.
  static func part(
    _ bytes: [UInt8], isLast: Bool
  ) throws(ImageError) -> [UInt8] {
    // zlib's state points back at the stream, which therefore must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    defer { stream.deallocate() }
    stream.initialize(to: z_stream())
    let start = deflateInit2_(
      stream, 1, Z_DEFLATED, -15, 8, Z_RLE, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard start == Z_OK else { throw .compressionFailed(status: Int(start)) }
    defer { deflateEnd(stream) }
    // And the empty block of a flush.
    let room = Int(deflateBound(stream, uLong(bytes.count))) + 16
    // zlib counts in 32 bits.
    guard room <= Deflate.piece else {
      throw .compressionFailed(status: Int(Z_BUF_ERROR))
    }
    var status = Z_OK
    let output = [UInt8](unsafeUninitializedCapacity: room) { target, count in
      bytes.withUnsafeBufferPointer { source in
        // zlib does not write to its input; its C type merely lacks `const`.
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress)
        stream.pointee.avail_in = uInt(source.count)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = uInt(room)
        status = deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
        count = room - Int(stream.pointee.avail_out)
      }
    }
    guard status == (isLast ? Z_STREAM_END : Z_OK),
      stream.pointee.avail_in == 0, stream.pointee.avail_out > 0
    else { throw .compressionFailed(status: Int(status)) }
    return output
  }
}
