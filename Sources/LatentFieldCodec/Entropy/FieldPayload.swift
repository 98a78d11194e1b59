import Codec
import Support

/// The payload of a photo's file: a byte of settings, the sizes of all parts
/// but the last, the parts: first that of the cells, then the strips of blocks.
/// ``serialize()`` and ``init(_:rows:)`` are inverses.
struct FieldPayload: Sendable, Equatable {
  /// The lowest bit of the quality index; the file's quality byte has the rest.
  var qualityBit: Int
  var isGray: Bool
  /// Whether the cells begin with a quality map.
  var hasMap: Bool
  var plan: StripPlan
  /// The range coder's bytes of the cells: the map, and all coarse latents.
  var cells: [UInt8]
  /// Those of each strip's fine latents.
  var strips: [[UInt8]]

  init(
    qualityBit: Int, isGray: Bool, hasMap: Bool, plan: StripPlan,
    cells: [UInt8], strips: [[UInt8]]
  ) {
    self.qualityBit = qualityBit
    self.isGray = isGray
    self.hasMap = hasMap
    self.plan = plan
    self.cells = cells
    self.strips = strips
  }

  /// Whether a payload is that of a gray picture: what its settings say.
  ///
  /// - Throws: ``LatentFieldError/payload(offset:reason:)``.
  static func isGray(_ bytes: [UInt8]) throws(RDCError) -> Bool {
    guard let settings = bytes.first else {
      throw .codec(LatentFieldError.payload(offset: 0, reason: "it is empty"))
    }
    return settings & 2 != 0
  }

  /// Reads a payload; `rows` are those of the picture's cells.
  ///
  /// - Throws: ``LatentFieldError/payload(offset:reason:)``.
  init(_ bytes: [UInt8], rows: Int) throws(RDCError) {
    guard let settings = bytes.first else {
      throw .codec(LatentFieldError.payload(offset: 0, reason: "it is empty"))
    }
    guard let plan = StripPlan(exponent: Int(settings >> 3), rows: rows) else {
      throw .codec(
        LatentFieldError.payload(offset: 0, reason: "settings \(settings)"))
    }
    qualityBit = Int(settings & 1)
    isGray = try Self.isGray(bytes)
    hasMap = settings & 4 != 0
    self.plan = plan
    var offset = 1
    var sizes: [Int] = []
    for _ in 0..<plan.count {
      sizes.append(try Self.size(bytes, &offset))
    }
    var parts: [[UInt8]] = []
    for size in sizes {
      guard size <= bytes.count - offset else {
        throw .codec(
          LatentFieldError.payload(offset: offset, reason: "a part is cut off"))
      }
      parts.append(Array(bytes[offset..<offset + size]))
      offset += size
    }
    cells = parts.removeFirst()
    strips = parts + [Array(bytes[offset...])]
  }

  /// The bytes of the payload.
  func serialize() -> [UInt8] {
    var bytes = [
      UInt8(qualityBit) | (isGray ? 2 : 0) | (hasMap ? 4 : 0)
        | UInt8(plan.exponent) << 3
    ]
    for part in [cells] + strips.dropLast() {
      bytes.append(varint: UInt64(part.count))
    }
    for part in [cells] + strips { bytes += part }
    return bytes
  }

  /// A number in the shortest form of LEB128.
  private static func size(
    _ bytes: [UInt8], _ offset: inout Int
  ) throws(RDCError) -> Int {
    let start = offset
    do {
      // Five bytes are more than any part needs.
      return Int(
        try LEB128.read(bytes, at: &offset, end: bytes.count, most: 5))
    } catch {
      switch error {
      case .truncated:
        throw .codec(
          LatentFieldError.payload(offset: offset, reason: "it is cut off"))
      case .malformed:
        throw .codec(
          LatentFieldError.payload(
            offset: start, reason: "the size of a part"))
      }
    }
  }
}
