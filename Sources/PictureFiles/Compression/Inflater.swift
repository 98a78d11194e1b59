internal import CZlib

/// One deflate stream being inflated, input piece by input piece, with a fixed
/// amount of memory.
struct Inflater: ~Copyable {
  // zlib's state points back at the stream, which therefore must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var scratch = [UInt8](repeating: 0, count: 1 << 16)

  init(_ wrapping: Deflate.Wrapping) throws(ImageError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, wrapping.windowBits, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      // `inflateEnd` in deinit does nothing to a stream that did not start.
      throw .compressionFailed(status: Int(status))
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Inflates a piece of input, all of it or up to the end of the stream.
  ///
  /// - Parameters:
  ///   - input: the next piece, a slice of the whole input, so that its
  ///     indices are offsets for errors.
  ///   - body: takes what comes out, in order; its error ends the inflating.
  /// - Returns: how many bytes of input were used, and whether the stream has
  ///   ended; if so, its checksum was right.
  /// - Throws: ``ImageError/corruptStream(offset:reason:)``, or what `body`
  ///   throws.
  mutating func inflate(
    _ input: ArraySlice<UInt8>,
    _ body: (ArraySlice<UInt8>) throws(ImageError) -> Void
  ) throws(ImageError) -> (used: Int, ended: Bool) {
    var used = 0
    while true {
      let (status, taken, given) = Deflate.step(
        stream, input.dropFirst(used), &scratch, Z_NO_FLUSH, CZlib.inflate)
      used += taken
      if given > 0 { try body(scratch[..<given]) }
      switch status {
      case Z_STREAM_END:
        return (used, true)
      case Z_OK where used < input.count || given == scratch.count:
        continue
      case Z_OK, Z_BUF_ERROR:
        return (used, false)
      case Z_MEM_ERROR:
        throw .compressionFailed(status: Int(status))
      default:
        throw .corruptStream(
          offset: input.startIndex + used,
          reason: stream.pointee.msg.map { String(cString: $0) }
            ?? "status \(status)")
      }
    }
  }
}
