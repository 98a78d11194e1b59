/// The content of a `.rdc` file; rdc(5) is the specification.
///
/// ``parse(_:)`` and ``serialize()`` are inverses: bytes that parse serialize
/// to the same bytes.
public struct RDCFile: Sendable, Hashable {
  /// The two faces of the container.
  public enum Face: Sendable, Hashable {
    /// One picture, with the shortest header.
    case compact
    /// `count` pictures behind one header. The count is only what the file
    /// says: check it against the payload before reserving room for it.
    case archive(count: UInt64)
  }

  /// Compact or archive.
  public let face: Face

  /// The rung of the model's ladder; the model gives it its meaning.
  public let quality: UInt8

  /// The model that the file needs.
  public let fingerprint: ModelFingerprint

  /// The seed of the dither and of the heads' noise.
  public let seed: UInt64

  /// The size of every picture, if the model leaves it free.
  public let dimensions: Dimensions?

  /// The sections in ascending order of their tags, none twice.
  public let sections: [Section]

  /// The entropy coder's bytes.
  public let payload: [UInt8]

  /// Whether the file ends in a checksum.
  public let hasChecksum: Bool

  /// The content of a file.
  ///
  /// - Parameters:
  ///   - face: compact or archive.
  ///   - quality: the rung.
  ///   - fingerprint: the model's whole fingerprint; a compact file keeps its
  ///     top half.
  ///   - seed: 0 costs no byte.
  ///   - dimensions: nil if the model fixes the size.
  ///   - sections: in any order.
  ///   - payload: the entropy coder's bytes.
  ///   - hasChecksum: one byte in a compact file, four in an archive.
  /// - Throws: ``ContainerError/range(field:offset:found:expected:)`` for an
  ///   archive of no picture, ``ContainerError/sectionOrder(offset:tag:previous:)``
  ///   for two sections of one tag.
  public init(
    face: Face, quality: UInt8, fingerprint: UInt32, seed: UInt64 = 0,
    dimensions: Dimensions? = nil, sections: [Section] = [],
    payload: [UInt8], hasChecksum: Bool = true
  ) throws(ContainerError) {
    if face == .archive(count: 0) {
      throw .range(
        field: "picture count", offset: 0, found: 0, expected: 1...UInt64.max)
    }
    let sorted = sections.sorted { $0.tag.rawValue < $1.tag.rawValue }
    for (a, b) in zip(sorted, sorted.dropFirst()) where a.tag == b.tag {
      throw .sectionOrder(
        offset: 0, tag: b.tag.rawValue, previous: a.tag.rawValue)
    }
    let whole = ModelFingerprint(fingerprint)
    self.init(
      face: face, quality: quality,
      fingerprint: face == .compact ? whole.shortened : whole, seed: seed,
      dimensions: dimensions, sortedSections: sorted, payload: payload,
      hasChecksum: hasChecksum)
  }

  init(
    face: Face, quality: UInt8, fingerprint: ModelFingerprint, seed: UInt64,
    dimensions: Dimensions?, sortedSections: [Section], payload: [UInt8],
    hasChecksum: Bool
  ) {
    self.face = face
    self.quality = quality
    self.fingerprint = fingerprint
    self.seed = seed
    self.dimensions = dimensions
    self.sections = sortedSections
    self.payload = payload
    self.hasChecksum = hasChecksum
  }

  /// The number of pictures that the file states; 1 for a compact one.
  public var count: UInt64 {
    switch face {
    case .compact: 1
    case .archive(let count): count
    }
  }

  /// The section with a tag, if there is one.
  public func section(_ tag: Section.Tag) -> Section? {
    sections.first { $0.tag == tag }
  }
}
