internal import CZlib

/// One deflate stream being made, piece by piece, with a fixed amount of memory
/// beside what it gives. ``Inflater`` is its inverse.
struct Deflater: ~Copyable {
  // zlib's state points back at the stream, which therefore must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  // zlib keeps the header's address until it has written it.
  private let header: UnsafeMutablePointer<gz_header>
  private var scratch = [UInt8](repeating: 0, count: 1 << 16)

  init(_ wrapping: Deflate.Wrapping, level: Int32 = 9) throws(ImageError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    header = .allocate(capacity: 1)
    header.initialize(to: gz_header())
    let status = deflateInit2_(
      stream, level, Z_DEFLATED, wrapping.windowBits, 8, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      // `deflateEnd` in deinit does nothing to a stream that did not start.
      throw .compressionFailed(status: Int(status))
    }
    // Neither time (0) nor system (255: unknown) may change the bytes.
    header.pointee.os = 255
    if case .gzip = wrapping { deflateSetHeader(stream, header) }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    header.deallocate()
  }

  /// What the next piece of input adds to the stream, which ends with the last
  /// one; how the input is cut into pieces does not change the stream.
  mutating func deflate(
    _ input: [UInt8], isLast: Bool
  ) throws(ImageError) -> [UInt8] {
    var output: [UInt8] = []
    var rest = input[...]
    while true {
      let ends = isLast && rest.count <= Deflate.piece
      let (status, taken, given) = Deflate.step(
        stream, rest, &scratch, ends ? Z_FINISH : Z_NO_FLUSH, CZlib.deflate)
      rest = rest.dropFirst(taken)
      output.append(contentsOf: scratch[..<given])
      if status == Z_STREAM_END { return output }
      if !isLast, rest.isEmpty, given < scratch.count {
        // Z_BUF_ERROR says that there was nothing to do.
        if status == Z_OK || status == Z_BUF_ERROR { return output }
      }
      guard status == Z_OK, taken > 0 || given > 0 else {
        throw .compressionFailed(status: Int(status))
      }
    }
  }
}
