internal import CZlib

/// Deflate in one of its two wrappings, through zlib, with bounded memory.
enum Deflate {
  /// How a deflate stream is wrapped.
  enum Wrapping {
    /// RFC 1950, as in PNG.
    case zlib
    /// RFC 1952.
    case gzip

    /// zlib's `windowBits` for a window of 32 KiB.
    var windowBits: Int32 {
      switch self {
      case .zlib: 15
      case .gzip: 15 + 16
      }
    }
  }

  /// zlib counts input in 32 bits; longer input goes in pieces.
  static let piece = 1 << 30

  /// Inflates one stream at the start of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: the stream, and maybe others behind it.
  ///   - wrapping: what is around the stream.
  ///   - limit: the most bytes that `output` may hold.
  ///   - output: where the inflated bytes are appended.
  ///   - excess: the error if `limit` does not suffice.
  /// - Returns: how many bytes of input the stream takes.
  /// - Throws: `excess`, or ``ImageError/corruptStream(offset:reason:)`` or
  ///   ``ImageError/truncated(offset:needed:available:)`` for damage.
  static func inflate(
    _ bytes: ArraySlice<UInt8>, wrapping: Wrapping, limit: Int,
    into output: inout [UInt8], excess: ImageError
  ) throws(ImageError) -> Int {
    var inflater = try Inflater(wrapping)
    let (used, ended) = try inflater.inflate(bytes) {
      (piece: ArraySlice<UInt8>) throws(ImageError) in
      guard piece.count <= limit - output.count else { throw excess }
      output.grow(by: piece.count, limit: limit)
      output.append(contentsOf: piece)
    }
    guard ended else {
      throw .truncated(
        offset: bytes.startIndex + used, needed: 1, available: 0)
    }
    return used
  }

  /// Deflates `bytes` to one stream, the inverse of ``inflate``; the same
  /// bytes and the same zlib give the same stream.
  static func deflate(
    _ bytes: [UInt8], wrapping: Wrapping, level: Int32 = 9
  ) throws(ImageError) -> [UInt8] {
    var deflater = try Deflater(wrapping, level: level)
    return try deflater.deflate(bytes, isLast: true)
  }

  /// One call of zlib: a piece of input, and as much output as `scratch` holds.
  static func step(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: ArraySlice<UInt8>,
    _ scratch: inout [UInt8], _ flush: Int32,
    _ call: (UnsafeMutablePointer<z_stream>, Int32) -> Int32
  ) -> (status: Int32, taken: Int, given: Int) {
    let offered = min(input.count, piece)
    let room = scratch.count
    return input.withUnsafeBufferPointer { source in
      scratch.withUnsafeMutableBufferPointer { target in
        // zlib does not write to its input; its C type merely lacks `const`.
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress)
        stream.pointee.avail_in = uInt(offered)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = uInt(room)
        let status = call(stream, flush)
        return (
          status, offered - Int(stream.pointee.avail_in),
          room - Int(stream.pointee.avail_out)
        )
      }
    }
  }
}

extension [UInt8] {
  /// Makes room for `more` bytes, by doubling, but never beyond `limit`.
  fileprivate mutating func grow(by more: Int, limit: Int) {
    let needed = count + more
    if needed > capacity {
      reserveCapacity(Swift.max(needed, Swift.min(limit, capacity * 2)))
    }
  }
}
