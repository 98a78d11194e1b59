import Support
import TestSupport
import Testing

@testable import PictureFiles

@Suite struct PNGDamageTests {
  /// Small files that between them have every chunk that is read.
  static func files() throws -> [TestPNG] {
    let metadata = Metadata(
      iccProfile: ICCProfile(name: "test", bytes: testProfile()),
      exif: [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 0], gamma: 45455,
      chromaticities: MetadataTests.chromaticities,
      renderingIntent: .perceptual,
      codePoints: CodePoints(primaries: 12, transfer: 13))
    return [
      try TestPNG.small(before: try PNGMetadata.serialize(metadata)),
      try TestPNG(
        width: 5, height: 3, depth: 2, kind: .palette,
        samples: (0..<15).map { $0 % 3 }, interlaced: true,
        before: [
          PNGChunk(type: "PLTE", data: [1, 2, 3, 4, 5, 6, 7, 8, 9]),
          PNGChunk(type: "tRNS", data: [7, 0]),
        ]),
      try TestPNG(
        width: 3, height: 3, depth: 16, kind: .rgbAlpha,
        samples: (0..<36).map { $0 * 1800 }),
    ]
  }

  @Test
  func `a file cut at any byte is an error`() throws {
    for bytes in try Self.files().map(\.bytes) {
      for count in bytes.indices {
        let part = Array(bytes[..<count])
        #expect(throws: ImageError.self) {
          try PNGReader.read(part, limits: smallLimits)
        }
      }
    }
  }

  @Test
  func `a flipped bit is an error or decodes, and the checksums see it`() throws
  {
    for bytes in try Self.files().map(\.bytes) {
      for bit in 0..<bytes.count * 8 {
        var damaged = bytes
        damaged[bit / 8] ^= 1 << (bit % 8)
        // A CRC of 32 bits finds every single flip; what it does not cover is
        // the signature and the lengths, whose damage moves the CRC away.
        #expect(throws: ImageError.self) {
          try PNGReader.read(damaged, limits: smallLimits)
        }
      }
    }
  }

  @Test
  func `a flipped bit under a right checksum never crashes`() throws {
    var refused = 0
    for png in try Self.files() {
      for index in png.chunks.indices {
        for bit in 0..<png.chunks[index].data.count * 8 {
          var damaged = png
          damaged.chunks[index].data = ArraySlice(
            Array(png.chunks[index].data))
          damaged.chunks[index].data[bit / 8] ^= 1 << (bit % 8)
          refused += Self.isRefused(damaged.bytes) ? 1 : 0
        }
      }
    }
    #expect(refused > 1000)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `random damage under right checksums never crashes`(seed: UInt64) throws
  {
    var random = SplitMix64(seed: seed)
    let files = try Self.files()
    var refused = 0
    for round in 0..<500 {
      var png = files[round % files.count]
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: png.chunks.indices, using: &random)
        let other = png.chunks.randomElement(using: &random)
        var data = Array(png.chunks[index].data)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: data += random.bytes(Int.random(in: 1...9, using: &random))
        case 1: data.removeLast(min(data.count, 3))
        case 2: data = random.bytes(data.count)
        case 3: png.chunks.swapAt(0, index)
        case 4: data = Array(other?.data ?? [])
        default:
          if let place = data.indices.randomElement(using: &random) {
            data[place] = UInt8.random(in: 0...255, using: &random)
          }
        }
        png.chunks[index].data = data[...]
      }
      refused += Self.isRefused(png.bytes) ? 1 : 0
    }
    #expect(refused > 100)
  }

  /// Whether the reader refuses a file; if not, the picture must be sound.
  static func isRefused(_ bytes: [UInt8]) -> Bool {
    do {
      let picture = try PNGReader.read(bytes, limits: smallLimits)
      #expect(throws: Never.self) { try picture.validate() }
      return false
    } catch {
      #expect(!error.description.contains("\n"))
      return true
    }
  }
}
