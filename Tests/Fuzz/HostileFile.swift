import RDC
import TestSupport

/// Files whose bytes are sound and whose values are not.
enum HostileFile {
  private static let words: [UInt64] = [
    1, 2, 3, 255, 256, 1 << 16, 1 << 24, 1 << 31, 1 << 32, 1 << 53, 1 << 62,
    1 << 63, .max - 1, .max,
  ]
  private static let sides = [
    1, 2, 31, 32, 33, 64, 127, 255, 4096, 1 << 16, (1 << 24) - 1, 1 << 24,
  ]

  /// A file of a model, of an input's choices.
  ///
  /// - Throws: ``ContainerError`` for a count of 0.
  static func made(
    of source: inout ByteSource, _ model: Model, isPhoto: Bool
  ) throws -> RDCFile {
    let face: RDCFile.Face =
      source.flag() ? .archive(count: count(&source)) : .compact
    let hasSize = source.byte() % 8 != 0
    let size =
      hasSize == isPhoto
      ? Dimensions(width: side(&source), height: side(&source)) : nil
    let quality = source.byte()
    let seed = source.flag() ? source.choice([0] + words) : 0
    var sections: [Section] = []
    for tag in UInt64(1)...8 where source.byte() % 8 == 0 {
      guard let tag = Section.Tag(rawValue: tag == 8 ? 1 << 62 : tag) else {
        continue
      }
      sections.append(
        Section(
          tag, isRequired: tag == .alpha || source.flag(),
          bytes: content(&source, size)))
    }
    return try RDCFile(
      face: face, quality: isPhoto ? quality % 65 : quality % 5,
      fingerprint: model.fingerprint, seed: seed, dimensions: size,
      sections: sections, payload: try payload(&source, isPhoto: isPhoto),
      hasChecksum: source.flag())
  }

  private static func count(_ source: inout ByteSource) -> UInt64 {
    source.flag() ? 1 : source.choice([0] + words)
  }

  private static func side(_ source: inout ByteSource) -> Int {
    source.flag() ? Int(source.byte()) + 1 : source.choice(sides)
  }

  /// What a section holds: bytes, a frame of them, one of as many samples as
  /// the picture has, one of names, or one that claims another size.
  private static func content(
    _ source: inout ByteSource, _ size: Dimensions?
  ) -> [UInt8] {
    switch source.byte() % 6 {
    case 0: return source.part()
    case 1: return ZstdFrame.compress(source.part(), level: 1)
    case 2:
      let pixels = min((size?.width ?? 1) * (size?.height ?? 1), 1 << 17)
      return ZstdFrame.compress(
        [UInt8](repeating: source.byte(), count: pixels), level: 1)
    case 3:
      return ZstdFrame.compress(source.part() + [0x0a], level: 1)
    case 4:
      var frame = ZstdFrame.compress(source.part(), level: 1)
      let place = Int(source.byte()) % frame.count
      frame[place] ^= source.byte()
      return frame
    default: return profile(&source)
    }
  }

  /// An ICC profile that states its size, or nearly.
  private static func profile(_ source: inout ByteSource) -> [UInt8] {
    var bytes = source.part()
    bytes += [UInt8](repeating: 0, count: max(0, 132 - bytes.count))
    let stated = UInt32(bytes.count) ^ UInt32(source.byte() % 2)
    for place in 0..<4 {
      bytes[place] = UInt8(truncatingIfNeeded: stated >> (24 - 8 * place))
    }
    bytes.replaceSubrange(36..<40, with: "acsp".utf8)
    return ZstdFrame.compress(bytes, level: 1)
  }

  /// The payload of a sound file with changed bytes, or bytes alone.
  private static func payload(
    _ source: inout ByteSource, isPhoto: Bool
  ) throws -> [UInt8] {
    guard source.flag() else { return source.rest() }
    let files = isPhoto ? try photos.get() : try digits.get()
    var payload = try RDCFile.parse(source.choice(files)).payload
    while !source.isEmpty, !payload.isEmpty {
      let place = Int(source.word() >> 48) % payload.count
      payload[place] ^= source.byte()
    }
    return payload
  }

  private static let photos = Result { try FuzzTarget.tinyPhotos() }
  private static let digits = Result {
    try Seeds.files("conformance/digits/accepted", ending: ".rdc")
  }
}
