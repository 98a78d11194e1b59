/// Pictures of one size that come in blocks, so that a set of any length takes
/// the memory of a block.
public protocol PictureStream: Sendable {
  /// How many pictures.
  var count: Int { get }
  /// What they are called, one name each; nil where nobody says.
  var names: PictureNames? { get }
  /// Whether it is one picture by itself rather than a set, of however many.
  var isSingle: Bool { get }
  /// The bytes of samples that it holds all the time, blocks aside.
  var heldBytes: Int { get }

  /// Gives all pictures in order. An encoder that looks for a rate may ask for
  /// them several times.
  ///
  /// - Parameters:
  ///   - size: the most pictures of a block, at least 1.
  ///   - body: takes the blocks; its error ends the stream.
  /// - Throws: ``RDCError/image(_:)`` or ``RDCError/source(_:)`` where the
  ///   pictures cannot be read, and what `body` throws.
  func forEachBlock(
    of size: Int, _ body: (PictureSet) throws(RDCError) -> Void
  ) throws(RDCError)
}

extension PictureStream {
  /// None.
  public var names: PictureNames? { nil }
  /// A set.
  public var isSingle: Bool { false }
  /// None.
  public var heldBytes: Int { 0 }
}

extension PictureSet: PictureStream {
  /// Those of all pictures.
  public var heldBytes: Int { samples.count }

  /// Gives parts of the set; a set within `size` as it is.
  ///
  /// - Throws: what `body` throws.
  public func forEachBlock(
    of size: Int, _ body: (PictureSet) throws(RDCError) -> Void
  ) throws(RDCError) {
    guard count > size else { return try body(self) }
    for first in stride(from: 0, to: count, by: size) {
      let part = min(size, count - first)
      try body(
        PictureSet(
          count: part, width: width, height: height, colorSpace: colorSpace,
          samples: Array(
            samples[first * sampleCount..<(first + part) * sampleCount])))
    }
  }
}
