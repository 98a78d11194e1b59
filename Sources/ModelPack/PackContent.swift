/// The content of a pack: zstd frames behind one another, each inflated when
/// something in it is asked for.
///
/// Only the first frame, which holds the header, is inflated at once. One
/// picture needs a few tensors of a few hundred kilobytes; the pack may have
/// many megabytes.
struct PackContent: Sendable {
  /// Where the compressed bytes are.
  enum Storage: Sendable {
    /// Read from a file.
    case owned([UInt8])
    /// A part of the program: never moved, changed or freed.
    case permanent(Permanent)
  }

  /// Bytes that live as long as the program.
  struct Permanent: Sendable {
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  }

  /// One frame: its compressed bytes, and which part of the content it is.
  private struct Frame {
    var bytes: Range<Int>
    var content: Range<Int>
  }

  private let storage: Storage
  private let frames: [Frame]
  /// The content of the first frame.
  let head: [UInt8]

  /// Finds the frames and inflates the first.
  ///
  /// - Throws: `PackError.notAFrame` if they are damaged or cut off, do not
  ///   state their size, or state more than `limit` in all. No memory is taken
  ///   for a frame before that check.
  init(_ storage: Storage, limit: Int) throws(PackError) {
    self.storage = storage
    let frames = try Self.read(storage) { bytes throws(PackError) in
      try Self.frames(bytes, limit: limit)
    }
    self.frames = frames
    head = try Self.read(storage) { bytes throws(PackError) in
      try ZstdFrame.decompressFirst(bytes, limit: limit)
    }
  }

  /// The number of bytes of the whole content.
  var count: Int { frames.last?.content.upperBound ?? 0 }

  /// A part of the content that lies in one frame.
  ///
  /// - Throws: `PackError.notAFrame` if the frame is damaged, or if no frame
  ///   holds all of the part.
  func bytes(_ range: Range<Int>) throws(PackError) -> ArraySlice<UInt8> {
    guard !range.isEmpty else { return [] }
    // The last frame that begins at or before the range.
    var (low, high) = (0, frames.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if frames[middle].content.lowerBound <= range.lowerBound {
        low = middle
      } else {
        high = middle
      }
    }
    let frame = frames[low]
    guard range.upperBound <= frame.content.upperBound else {
      throw .notAFrame(reason: "no frame holds bytes \(range)")
    }
    let inflated =
      try low == 0
      ? head
      : Self.read(storage) { bytes throws(PackError) in
        try ZstdFrame.decompress(
          UnsafeRawBufferPointer(rebasing: bytes[frame.bytes]),
          limit: frame.content.count)
      }
    let start = frame.content.lowerBound
    return inflated[range.lowerBound - start..<range.upperBound - start]
  }

  private static func read<Output>(
    _ storage: Storage,
    _ body: (UnsafeRawBufferPointer) throws(PackError) -> Output
  ) throws(PackError) -> Output {
    switch storage {
    case .permanent(let permanent): return try body(permanent.bytes)
    case .owned(let bytes):
      let result: Result<Output, PackError> = bytes.withUnsafeBytes { buffer in
        Result { () throws(PackError) in try body(buffer) }
      }
      return try result.get()
    }
  }

  private static func frames(
    _ bytes: UnsafeRawBufferPointer, limit: Int
  ) throws(PackError) -> [Frame] {
    var frames: [Frame] = []
    var start = 0
    var inflated = 0
    repeat {
      let size = try ZstdFrame.statedSize(
        UnsafeRawBufferPointer(rebasing: bytes[start...]),
        limit: limit - inflated)
      let length = try ZstdFrame.length(bytes, at: start)
      // Else a short file could have any number of frames.
      guard size > 0 else {
        throw .notAFrame(reason: "the frame at byte \(start) is empty")
      }
      frames.append(
        Frame(
          bytes: start..<start + length, content: inflated..<inflated + size))
      start += length
      inflated += size
    } while start < bytes.count
    return frames
  }
}
