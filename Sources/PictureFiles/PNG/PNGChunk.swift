import Support

/// A chunk of a PNG: length, type, contents, checksum (PNG, third edition, 5).
struct PNGChunk: Equatable {
  /// The eight bytes that every PNG starts with.
  static let signature: [UInt8] = [137, 80, 78, 71, 13, 10, 26, 10]

  /// Four ASCII letters.
  var type: String
  /// The contents.
  var data: ArraySlice<UInt8>
  /// Where the chunk starts in its file.
  var offset: Int

  init(type: String, data: ArraySlice<UInt8>, offset: Int = 0) {
    self.type = type
    self.data = data
    self.offset = offset
  }

  /// Whether a reader must know the chunk to show the picture.
  var isCritical: Bool { type.utf8.first.map { $0 & 0x20 == 0 } ?? false }

  /// The offset behind the checksum.
  var end: Int { data.endIndex + 4 }

  /// Reads the chunk at `offset` and verifies its checksum.
  static func parse(
    _ bytes: [UInt8], at offset: Int
  ) throws(ImageError) -> PNGChunk {
    let available = bytes.count - offset
    guard available >= 12 else {
      throw .truncated(offset: offset, needed: 12, available: available)
    }
    let code = bytes[offset + 4..<offset + 8]
    guard
      code.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) })
    else {
      throw .invalidChunkType(offset: offset, found: code.bigEndianUInt32)
    }
    // At most 2³² - 1, which cannot overflow 64 bits.
    let length = Int(bytes[offset..<offset + 4].bigEndianUInt32)
    guard length <= available - 12 else {
      throw .truncated(
        offset: offset, needed: length + 12, available: available)
    }
    let start = offset + 8
    let chunk = PNGChunk(
      type: String(decoding: code, as: UTF8.self),
      data: bytes[start..<start + length], offset: offset)
    let declared = bytes[start + length..<chunk.end].bigEndianUInt32
    let computed = CRC32.checksum(bytes[start - 4..<start + length])
    guard declared == computed else {
      throw .checksumMismatch(
        chunk: chunk.type, offset: offset, declared: declared,
        computed: computed)
    }
    return chunk
  }

  /// The chunk's bytes with its checksum; the inverse of ``parse``.
  func serialize() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + 12)
    bytes.append(bigEndian: UInt32(data.count))
    bytes += type.utf8
    bytes += data
    bytes.append(bigEndian: CRC32.checksum(bytes[4...]))
    return bytes
  }

  /// The error for contents that break a rule.
  func invalid(_ reason: String) -> ImageError {
    .invalidChunk(chunk: type, offset: offset, reason: reason)
  }

  /// The error for a chunk out of place.
  func unexpected(_ reason: String) -> ImageError {
    .unexpectedChunk(chunk: type, offset: offset, reason: reason)
  }

  /// Checks the number of bytes of the contents.
  func expect(size: Int) throws(ImageError) {
    guard data.count == size else {
      throw invalid("it has \(data.count) bytes, not \(size)")
    }
  }
}
