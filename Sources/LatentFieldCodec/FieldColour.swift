import Container
import PictureFiles

/// The section "colour": what a PNG's small chunks say about its colours, and
/// the name of its ICC profile. ``serialize()`` and ``init(_:)-([UInt8])`` are
/// inverses.
///
/// A byte of flags, then, lowest flag first, what they announce: gamma (bit 0,
/// 4 bytes), white point and primaries (bit 1, eight numbers of 4 bytes), the
/// rendering intent (bit 2, 1 byte), code points (bit 3: primaries, transfer,
/// matrix, range), the profile's name in Latin-1 (bit 4, the rest). Bit 5 says
/// gamma and bit 6 white point and primaries as most files have them, those
/// that PNG names for sRGB.
struct FieldColour: Sendable, Equatable {
  /// Metadata without profile and Exif.
  var metadata = Metadata()
  /// The profile's name, unless it is ``usualName``.
  var profileName: String?

  /// The name of a profile that the section does not name.
  static let usualName = "ICC profile"

  /// What PNG recommends beside the chunk sRGB (third edition, 11.3.2.5).
  static let usualGamma: UInt32 = 45455
  static let usualChromaticities = Chromaticities(
    white: .init(x: 31270, y: 32900), red: .init(x: 64000, y: 33000),
    green: .init(x: 30000, y: 60000), blue: .init(x: 15000, y: 6000))

  init() {}

  /// What of a picture's metadata belongs here; a name that no PNG may hold
  /// gives way to the usual one.
  init(_ metadata: Metadata) {
    self.metadata = metadata
    profileName = metadata.iccProfile?.name
    let bytes = profileName.map { $0.unicodeScalars.map(\.value) } ?? []
    if profileName == Self.usualName || !Self.isName(bytes) {
      profileName = nil
    }
    self.metadata.iccProfile = nil
    self.metadata.exif = nil
  }

  /// The section's content; nil if there is nothing to say.
  func serialize() -> [UInt8]? {
    var bytes: [UInt8] = [0]
    func append(_ values: [UInt32], to bytes: inout [UInt8]) {
      for value in values {
        for shift in [24, 16, 8, 0] as [UInt32] {
          bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
      }
    }
    if metadata.gamma == Self.usualGamma {
      bytes[0] |= 32
    } else if let gamma = metadata.gamma {
      bytes[0] |= 1
      append([gamma], to: &bytes)
    }
    if metadata.chromaticities == Self.usualChromaticities {
      bytes[0] |= 64
    } else if let points = metadata.chromaticities {
      bytes[0] |= 2
      for point in [points.white, points.red, points.green, points.blue] {
        append([point.x, point.y], to: &bytes)
      }
    }
    if let intent = metadata.renderingIntent {
      bytes[0] |= 4
      bytes.append(intent.rawValue)
    }
    if let points = metadata.codePoints {
      bytes[0] |= 8
      bytes += [
        points.primaries, points.transfer, points.matrix,
        points.isFullRange ? 1 : 0,
      ]
    }
    if let profileName {
      bytes[0] |= 16
      bytes += profileName.unicodeScalars.map {
        UInt8(truncatingIfNeeded: $0.value)
      }
    }
    return bytes[0] == 0 ? nil : bytes
  }

  /// Reads a section's content.
  ///
  /// - Throws: ``LatentFieldError/section(_:reason:)``.
  init(_ bytes: [UInt8]) throws(LatentFieldError) {
    func damaged(_ reason: String) -> LatentFieldError {
      .section(Section.Tag.colour.name, reason: reason)
    }
    var rest = bytes[...]
    func take(_ count: Int) throws(LatentFieldError) -> [UInt8] {
      guard rest.count >= count else { throw damaged("it is cut off") }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func number() throws(LatentFieldError) -> UInt32 {
      try take(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
    let flags = try take(1)[0]
    guard flags != 0, flags < 128, flags & 33 != 33, flags & 66 != 66 else {
      throw damaged("flags \(flags)")
    }
    if flags & 32 != 0 { metadata.gamma = Self.usualGamma }
    if flags & 64 != 0 { metadata.chromaticities = Self.usualChromaticities }
    if flags & 1 != 0 {
      let gamma = try number()
      guard gamma > 0, gamma <= Int32.max else {
        throw damaged("a gamma of \(gamma)")
      }
      metadata.gamma = gamma
    }
    if flags & 2 != 0 {
      func point() throws(LatentFieldError) -> Chromaticities.Point {
        Chromaticities.Point(x: try number(), y: try number())
      }
      metadata.chromaticities = Chromaticities(
        white: try point(), red: try point(), green: try point(),
        blue: try point())
    }
    if flags & 4 != 0 {
      let value = try take(1)[0]
      guard let intent = RenderingIntent(rawValue: value) else {
        throw damaged("the rendering intent \(value)")
      }
      metadata.renderingIntent = intent
    }
    if flags & 8 != 0 {
      let points = try take(4)
      guard points[2] == 0, points[3] <= 1 else {
        throw damaged("matrix \(points[2]), range \(points[3])")
      }
      metadata.codePoints = CodePoints(
        primaries: points[0], transfer: points[1], matrix: points[2],
        isFullRange: points[3] == 1)
    }
    guard flags & 16 != 0 else {
      guard rest.isEmpty else { throw damaged("\(rest.count) bytes too many") }
      return
    }
    guard Self.isName(rest.map(UInt32.init)) else {
      throw damaged("the name of the profile")
    }
    profileName = String(
      String.UnicodeScalarView(rest.map { Unicode.Scalar($0) }))
  }

  /// Whether scalars are a name for PNG: 1 to 79 printable ones of Latin-1.
  private static func isName(_ scalars: [UInt32]) -> Bool {
    (1...79).contains(scalars.count)
      && scalars.allSatisfy { (32...126).contains($0) || 161...255 ~= $0 }
  }
}
