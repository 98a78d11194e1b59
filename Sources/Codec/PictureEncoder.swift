/// An encoder of one model with options of its own, loaded and ready.
public protocol PictureEncoder: Sendable {
  /// Encodes pictures into one file.
  ///
  /// - Parameters:
  ///   - pictures: those of the file, in its order.
  ///   - progress: called from any thread.
  /// - Returns: the file, and what it took.
  /// - Throws: ``RDCError``, as ``PictureCodec/admit(_:)`` does, and where the
  ///   rate cannot be met.
  func encode(
    _ pictures: PictureSet, progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding

  /// Encodes a stream of pictures into one file, in the memory of a block of
  /// them where the codec holds sets.
  ///
  /// - Parameters:
  ///   - stream: pictures of one size.
  ///   - progress: called from any thread.
  /// - Returns: the finished file.
  /// - Throws: as ``encode(_:progress:)``, and what the stream throws.
  func encode(
    stream: any PictureStream,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding
}

extension PictureEncoder {
  /// Encodes pictures into one file, without a word on the way.
  ///
  /// - Throws: as ``encode(_:progress:)``.
  public func encode(_ pictures: PictureSet) throws(RDCError) -> Encoding {
    try encode(pictures) { _ in }
  }

  /// Takes the whole stream as one set.
  ///
  /// - Throws: as ``encode(_:progress:)``, and what the stream throws.
  public func encode(
    stream: any PictureStream,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    var blocks: [PictureSet] = []
    try stream.forEachBlock(of: 1024) { blocks.append($0) }
    return try encode(PictureSet(joining: blocks), progress: progress)
  }
}
