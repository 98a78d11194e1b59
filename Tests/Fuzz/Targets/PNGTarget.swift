import RDC
import Support

extension FuzzTarget {
  /// PNG, PGM and PPM: as they are, and with the checksums of a PNG's chunks
  /// mended. What is read is written and read again, and is the same.
  static let png = FuzzTarget(
    name: "png",
    seeds: {
      try ["digits", "damaged", "photos"].flatMap {
        try Seeds.files($0, ending: ".png", limit: 1 << 15)
      } + pngVariants() + pnm()
    },
    read: { bytes in
      do { try readPicture(bytes) } catch let error as ImageError {
        let mended = mendedPNG(bytes)
        guard mended != bytes else { throw error }
        try readPicture(mended)
      }
    })

  private static let imageLimits = ImageLimits(
    maxPixels: 1 << 18, maxBytes: 1 << 20, maxMetadataBytes: 1 << 16)

  private static func readPicture(_ bytes: [UInt8]) throws {
    _ = PictureReader.size(head: bytes)
    let picture = try PictureReader.read(bytes, limits: imageLimits)
    let again = try PictureReader.read(PNGWriter.write(picture))
    try expect(
      again.samples == picture.samples && again.alpha == picture.alpha
        && again.metadata.iccProfile == picture.metadata.iccProfile
        && again.metadata.exif == picture.metadata.exif)
  }

  /// The file with the checksum of each whole chunk as its bytes want it.
  private static func mendedPNG(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var start = 8
    while start + 12 <= bytes.count {
      let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = start + 8 + length
      guard end + 4 <= bytes.count else { break }
      let checksum = CRC32.checksum(bytes[start + 4..<end])
      for place in 0..<4 {
        bytes[end + place] = UInt8(
          truncatingIfNeeded: checksum >> (24 - 8 * place))
      }
      start = end + 4
    }
    return bytes
  }

  /// Gray and colour, with and without alpha and metadata.
  private static func pngVariants() throws -> [[UInt8]] {
    var picture = FuzzModels.noise(width: 9, height: 7)
    var files = [try PNGWriter.write(picture)]
    picture.alpha = Array(picture.samples.prefix(63))
    picture.metadata.exif =
      Array("II*\0".utf8) + [8, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    files.append(try PNGWriter.write(picture))
    return files
  }

  private static func pnm() -> [[UInt8]] {
    ["P5\n3 2\n255\nabcdef", "P6 # a\n1 1\n65535\nabcdef"].map {
      Array($0.utf8)
    }
  }
}
