import Support

/// The chunks of a PNG, checked one by one and against each other.
///
/// libpng would pass over some of what is refused here, and its errors do not
/// say where. What it gets to see has the right order, sizes and checksums.
struct PNGLayout {
  /// The contents of IHDR.
  var header: PNGHeader
  /// The chunks that describe the picture, in the file's order.
  var metadata: [PNGChunk] = []
  /// Entries of the palette, 0 if there is none.
  var paletteSize = 0
  /// Frames, if the file is an animation; the first of them, or a picture
  /// that stands for all, is in the IDAT chunks.
  var frames: Int?
  /// Whether tRNS gives the picture alpha.
  var hasTransparency = false
  /// Where the contents of the IDAT chunks are.
  var data: [Range<Int>] = []

  /// Whether the decoded picture has alpha.
  var hasAlpha: Bool { header.kind.hasAlpha || hasTransparency }

  /// Reads the chunks up to IEND. What follows IEND is no part of the
  /// picture and is not looked at.
  static func parse(_ bytes: [UInt8]) throws(ImageError) -> PNGLayout {
    guard bytes.starts(with: PNGChunk.signature) else {
      // A file cut inside the signature is a short PNG, others are none.
      guard !bytes.isEmpty, PNGChunk.signature.starts(with: bytes) else {
        throw .notPNG(found: Array(bytes.prefix(8)))
      }
      throw .truncated(offset: 0, needed: 8, available: bytes.count)
    }
    var chunk = try PNGChunk.parse(bytes, at: 8)
    guard chunk.type == "IHDR" else {
      throw chunk.unexpected("IHDR must come first")
    }
    var layout = PNGLayout(header: try PNGHeader.parse(chunk))
    var previous = chunk.type
    while chunk.type != "IEND" {
      guard chunk.end < bytes.count else { throw .missingChunk("IEND") }
      chunk = try PNGChunk.parse(bytes, at: chunk.end)
      try layout.add(chunk, after: previous)
      previous = chunk.type
    }
    return layout
  }

  private mutating func add(
    _ chunk: PNGChunk, after previous: String
  ) throws(ImageError) {
    switch chunk.type {
    case "IHDR":
      throw chunk.unexpected("there is one already")
    case "PLTE":
      try addPalette(chunk)
    case "tRNS":
      try addTransparency(chunk)
    case "IDAT":
      guard data.isEmpty || previous == "IDAT" else {
        throw chunk.unexpected("it follows \(previous), not IDAT")
      }
      guard header.kind != .palette || paletteSize > 0 else {
        throw .missingChunk("PLTE")
      }
      data.append(chunk.data.indices)
    case "IEND":
      try chunk.expect(size: 0)
      guard !data.isEmpty else { throw .missingChunk("IDAT") }
    case "acTL":
      try addAnimation(chunk)
    case let type where PNGMetadata.chunkTypes.contains(type):
      guard !metadata.contains(where: { $0.type == type }) else {
        throw chunk.unexpected("there is one already")
      }
      metadata.append(chunk)
    default:
      guard !chunk.isCritical else {
        throw chunk.unexpected("it is unknown and critical")
      }
    }
  }

  /// The chunk acTL (PNG, third edition, 11.3.6.1); the chunks fcTL and fdAT,
  /// which describe the later frames, are passed over.
  private mutating func addAnimation(_ chunk: PNGChunk) throws(ImageError) {
    try chunk.expect(size: 8)
    guard frames == nil else { throw chunk.unexpected("there is one already") }
    guard data.isEmpty else { throw chunk.unexpected("it follows IDAT") }
    let count = Int(chunk.data.prefix(4).bigEndianUInt32)
    guard (1...Int(Int32.max)).contains(count) else {
      throw chunk.invalid("the number of frames is \(count)")
    }
    frames = count
  }

  private mutating func addPalette(_ chunk: PNGChunk) throws(ImageError) {
    guard header.kind.colorModel == .rgb else {
      throw chunk.unexpected("the picture is gray")
    }
    guard paletteSize == 0 else {
      throw chunk.unexpected("there is one already")
    }
    guard data.isEmpty else {
      throw chunk.unexpected("it follows IDAT")
    }
    guard !hasTransparency else { throw chunk.unexpected("it follows tRNS") }
    let most = header.kind == .palette ? 1 << header.bitDepth : 256
    let (count, rest) = chunk.data.count.quotientAndRemainder(dividingBy: 3)
    guard rest == 0, (1...most).contains(count) else {
      throw chunk.invalid(
        "it has \(chunk.data.count) bytes, not 3 for each of 1 to \(most) "
          + "colours")
    }
    paletteSize = count
  }

  private mutating func addTransparency(_ chunk: PNGChunk) throws(ImageError) {
    guard !hasTransparency else {
      throw chunk.unexpected("there is one already")
    }
    guard data.isEmpty else {
      throw chunk.unexpected("it follows IDAT")
    }
    switch header.kind {
    case .gray:
      try chunk.expect(size: 2)
    case .rgb:
      try chunk.expect(size: 6)
    case .palette:
      guard paletteSize > 0 else { throw chunk.unexpected("PLTE is missing") }
      guard (1...paletteSize).contains(chunk.data.count) else {
        throw chunk.invalid(
          "it has \(chunk.data.count) bytes for \(paletteSize) colours")
      }
    case .grayAlpha, .rgbAlpha:
      throw chunk.unexpected("the picture has alpha already")
    }
    hasTransparency = true
  }
}
