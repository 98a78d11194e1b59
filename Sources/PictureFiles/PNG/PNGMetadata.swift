import Support

/// The chunks that carry ``Metadata``, in both directions.
enum PNGMetadata {
  /// The chunks that are read, in the order in which they are written.
  static let chunkTypes = ["cICP", "iCCP", "sRGB", "gAMA", "cHRM", "eXIf"]

  /// Reads metadata from its chunks, of which each type occurs once.
  static func parse(
    _ chunks: [PNGChunk], limit: Int
  ) throws(ImageError) -> Metadata {
    var metadata = Metadata()
    var room = limit
    for chunk in chunks {
      switch chunk.type {
      case "cICP": metadata.codePoints = try codePoints(chunk)
      case "iCCP":
        let profile = try PNGProfile.parse(chunk, room: room, limit: limit)
        room -= profile.bytes.count
        metadata.iccProfile = profile
      case "sRGB": metadata.renderingIntent = try renderingIntent(chunk)
      case "gAMA": metadata.gamma = try gamma(chunk)
      case "cHRM": metadata.chromaticities = try chromaticities(chunk)
      case "eXIf":
        guard chunk.data.count <= room else {
          throw .tooMuchMetadata(limit: limit)
        }
        guard isExif(chunk.data) else {
          throw chunk.invalid("it starts with no byte order of TIFF")
        }
        room -= chunk.data.count
        metadata.exif = Array(chunk.data)
      default: break
      }
    }
    return metadata
  }

  /// The chunks for metadata; the inverse of ``parse``.
  ///
  /// - Throws: ``ImageError/inconsistentPicture(reason:)`` for what no PNG
  ///   may hold.
  static func serialize(
    _ metadata: Metadata
  ) throws(ImageError) -> [PNGChunk] {
    var chunks: [PNGChunk] = []
    if let points = metadata.codePoints {
      guard points.matrix == 0 else {
        throw .inconsistentPicture(
          reason: "matrix \(points.matrix) for samples of RGB")
      }
      chunks.append(
        PNGChunk(
          type: "cICP",
          data: [
            points.primaries, points.transfer, points.matrix,
            points.isFullRange ? 1 : 0,
          ]))
    }
    if let profile = metadata.iccProfile {
      chunks.append(try PNGProfile.serialize(profile))
    }
    if let intent = metadata.renderingIntent {
      chunks.append(PNGChunk(type: "sRGB", data: [intent.rawValue]))
    }
    if let gamma = metadata.gamma {
      guard isGamma(gamma) else {
        throw .inconsistentPicture(reason: "a gamma of \(gamma)")
      }
      chunks.append(integers("gAMA", [gamma]))
    }
    if let points = metadata.chromaticities {
      chunks.append(
        integers(
          "cHRM",
          [points.white, points.red, points.green, points.blue].flatMap {
            [$0.x, $0.y]
          }))
    }
    if let exif = metadata.exif {
      guard isExif(exif[...]), exif.count <= Int32.max else {
        throw .inconsistentPicture(
          reason: "\(exif.count) bytes of Exif that are no TIFF file")
      }
      chunks.append(PNGChunk(type: "eXIf", data: exif[...]))
    }
    return chunks
  }

  private static func codePoints(
    _ chunk: PNGChunk
  ) throws(ImageError) -> CodePoints {
    try chunk.expect(size: 4)
    let data = Array(chunk.data)
    guard data[2] == 0, data[3] <= 1 else {
      throw chunk.invalid("its matrix is \(data[2]), its range \(data[3])")
    }
    return CodePoints(
      primaries: data[0], transfer: data[1], matrix: data[2],
      isFullRange: data[3] == 1)
  }

  private static func renderingIntent(
    _ chunk: PNGChunk
  ) throws(ImageError) -> RenderingIntent {
    try chunk.expect(size: 1)
    let value = chunk.data[chunk.data.startIndex]
    guard let intent = RenderingIntent(rawValue: value) else {
      throw chunk.invalid("the rendering intent is \(value)")
    }
    return intent
  }

  private static func gamma(_ chunk: PNGChunk) throws(ImageError) -> UInt32 {
    try chunk.expect(size: 4)
    let value = chunk.data.bigEndianUInt32
    guard isGamma(value) else { throw chunk.invalid("the gamma is \(value)") }
    return value
  }

  private static func chromaticities(
    _ chunk: PNGChunk
  ) throws(ImageError) -> Chromaticities {
    try chunk.expect(size: 32)
    let points = (0..<4).map { index in
      let data = chunk.data.dropFirst(8 * index)
      return Chromaticities.Point(
        x: data.prefix(4).bigEndianUInt32,
        y: data.dropFirst(4).prefix(4).bigEndianUInt32)
    }
    return Chromaticities(
      white: points[0], red: points[1], green: points[2], blue: points[3])
  }

  /// Zero would mean nothing, and PNG's integers have 31 bits.
  private static func isGamma(_ value: UInt32) -> Bool {
    value > 0 && value <= Int32.max
  }

  /// Whether bytes start as a TIFF file does (PNG, third edition, 11.3.4.6).
  private static func isExif(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.starts(with: [0x49, 0x49, 0x2a, 0])
      || bytes.starts(with: [0x4d, 0x4d, 0, 0x2a])
  }

  private static func integers(_ type: String, _ values: [UInt32]) -> PNGChunk {
    var data: [UInt8] = []
    for value in values { data.append(bigEndian: value) }
    return PNGChunk(type: type, data: data[...])
  }
}
