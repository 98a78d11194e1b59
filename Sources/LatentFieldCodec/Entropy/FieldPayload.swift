import Codec
import Support

/// The payload of a photo's file: a byte of settings, the sizes of all strips
/// but the last, the strips. ``serialize()`` and ``init(_:rows:)`` are
/// inverses.
struct FieldPayload: Sendable, Equatable {
  /// The lowest bit of the quality index; the file's quality byte has the rest.
  var qualityBit: Int
  var isGray: Bool
  var plan: StripPlan
  /// The range coder's bytes of each strip.
  var strips: [[UInt8]]

  init(qualityBit: Int, isGray: Bool, plan: StripPlan, strips: [[UInt8]]) {
    self.qualityBit = qualityBit
    self.isGray = isGray
    self.plan = plan
    self.strips = strips
  }

  /// Reads a payload; `rows` are those of the picture's positions.
  ///
  /// - Throws: ``LatentFieldError/payload(offset:reason:)``.
  init(_ bytes: [UInt8], rows: Int) throws(RDCError) {
    guard let settings = bytes.first else {
      throw .codec(LatentFieldError.payload(offset: 0, reason: "it is empty"))
    }
    guard let plan = StripPlan(count: Int(settings >> 2) + 1, rows: rows)
    else {
      throw .codec(
        LatentFieldError.payload(offset: 0, reason: "settings \(settings)"))
    }
    qualityBit = Int(settings & 1)
    isGray = settings & 2 != 0
    self.plan = plan
    var offset = 1
    var sizes: [Int] = []
    for _ in 1..<plan.count {
      sizes.append(try Self.size(bytes, &offset))
    }
    strips = []
    for size in sizes {
      guard size <= bytes.count - offset else {
        throw .codec(
          LatentFieldError.payload(offset: offset, reason: "a strip is cut off")
        )
      }
      strips.append(Array(bytes[offset..<offset + size]))
      offset += size
    }
    strips.append(Array(bytes[offset...]))
  }

  /// The bytes of the payload.
  func serialize() -> [UInt8] {
    var bytes = [
      UInt8(qualityBit) | (isGray ? 2 : 0) | UInt8(plan.count - 1) << 2
    ]
    for strip in strips.dropLast() {
      bytes.append(varint: UInt64(strip.count))
    }
    for strip in strips { bytes += strip }
    return bytes
  }

  /// A number in the shortest form of LEB128.
  private static func size(
    _ bytes: [UInt8], _ offset: inout Int
  ) throws(RDCError) -> Int {
    let start = offset
    do {
      // Five bytes are more than any strip needs.
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
            offset: start, reason: "the size of a strip"))
      }
    }
  }
}
