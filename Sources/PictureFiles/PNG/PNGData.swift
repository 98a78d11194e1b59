/// The compressed samples in the IDAT chunks.
enum PNGData {
  /// Inflates the samples without keeping them, to see that they are whole.
  ///
  /// libpng takes a stream for ended when it has the last row: a checksum in
  /// a later chunk, or cut off, goes unseen. And it wants the picture's memory
  /// first, which a few bytes could claim in vain.
  static func check(
    _ bytes: [UInt8], _ layout: PNGLayout
  ) throws(ImageError) {
    let needed = layout.header.filteredSize
    var found = 0
    var hasEnded = false
    var inflater = try Inflater(.zlib)
    for range in layout.data {
      var rest = bytes[range]
      if !hasEnded {
        let result = try inflater.inflate(rest) {
          (piece: ArraySlice<UInt8>) throws(ImageError) in
          found += piece.count
          guard found <= needed else { throw .tooMuchData(needed: needed) }
        }
        hasEnded = result.ended
        rest = rest.dropFirst(result.used)
      }
      guard rest.isEmpty else {
        throw .invalidChunk(
          chunk: "IDAT", offset: range.lowerBound - 8,
          reason: "\(rest.count) bytes follow the compressed samples")
      }
    }
    guard found == needed else {
      throw .tooLittleData(needed: needed, found: found)
    }
    guard hasEnded else {
      throw .truncated(
        offset: layout.data.last?.upperBound ?? 0, needed: 1, available: 0)
    }
  }
}
