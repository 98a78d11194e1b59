import Testing

@testable import ImageIO

@Suite struct PNGErrorTests {
  static func error(
    _ bytes: [UInt8], limits: ImageLimits = smallLimits
  ) -> ImageError? {
    imageError { () throws(ImageError) in
      try PNGReader.read(bytes, limits: limits)
    }
  }

  static func error(_ chunks: [PNGChunk]) -> ImageError? {
    error(TestPNG(chunks: chunks).bytes)
  }

  @Test("What is no PNG is called so")
  func notPNG() {
    #expect(Self.error([]) == .notPNG(found: []))
    #expect(
      Self.error(Array("GIF89a....".utf8))
        == .notPNG(found: Array("GIF89a..".utf8)))
    #expect(
      Self.error([137, 80, 78])
        == .truncated(offset: 0, needed: 8, available: 3))
  }

  @Test(
    "A header that breaks a rule is refused",
    arguments: [
      (TestPNG.header(width: 0, height: 1), "the size is 0x1"),
      (TestPNG.header(width: 1, height: 0), "the size is 1x0"),
      (
        TestPNG.header(width: 1 << 31, height: 1),
        "the size is 2147483648x1"
      ),
      (
        TestPNG.header(width: 1, height: 1, depth: 3),
        "the bit depth is 3 for colour type 0"
      ),
      (
        TestPNG.header(width: 1, height: 1, depth: 16, kind: 3),
        "the bit depth is 16 for colour type 3"
      ),
      (
        TestPNG.header(width: 1, height: 1, kind: 1), "the colour type is 1"
      ),
      (
        TestPNG.header(width: 1, height: 1, compression: 1),
        "the compression method is 1"
      ),
      (
        TestPNG.header(width: 1, height: 1, filter: 64),
        "the filter method is 64"
      ),
      (
        TestPNG.header(width: 1, height: 1, interlace: 2),
        "the interlace method is 2"
      ),
      (
        PNGChunk(type: "IHDR", data: [0]), "it has 1 bytes, not 13"
      ),
    ])
  func header(chunk: PNGChunk, reason: String) {
    #expect(
      Self.error([chunk])
        == .invalidChunk(chunk: "IHDR", offset: 8, reason: reason))
  }

  @Test("A size beyond the limits is refused before memory is taken")
  func limits() {
    let most = UInt32(Int32.max)
    for (width, height) in [(most, most), (most, 1), (1, most), (257, 256)] {
      let data = PNGChunk(type: "IDAT", data: [0])
      let end = PNGChunk(type: "IEND", data: [])
      let header = TestPNG.header(width: width, height: height)
      #expect(
        Self.error([header, data, end])
          == .tooManyPixels(
            width: Int(width), height: Int(height), limit: 1 << 16))
    }
    let bytes = TestPNG(chunks: [
      TestPNG.header(width: 256, height: 256, kind: 6),
      PNGChunk(type: "IDAT", data: [0]), PNGChunk(type: "IEND", data: []),
    ]).bytes
    #expect(
      Self.error(bytes, limits: ImageLimits(maxBytes: 262_143))
        == .tooManyBytes(limit: 262_143))
  }

  @Test("A huge picture of a few bytes is refused within the limits, too")
  func tooLittleData() {
    for interlace: UInt8 in [0, 1] {
      let bytes = TestPNG(chunks: [
        TestPNG.header(width: 16384, height: 16384, interlace: interlace),
        PNGChunk(type: "IDAT", data: [0]), PNGChunk(type: "IEND", data: []),
      ]).bytes
      guard
        case .tooLittleData(let needed, 1) = Self.error(
          bytes, limits: ImageLimits())
      else {
        Issue.record("no such error")
        continue
      }
      #expect(needed > 260_000)
    }
  }

  @Test("What deflate can do at best is not taken for damage")
  func bestCompression() throws {
    for interlaced in [false, true] {
      let png = try TestPNG(
        width: 2000, height: 1001, depth: 8, kind: .gray,
        samples: [Int](repeating: 0, count: 2000 * 1001),
        interlaced: interlaced)
      let picture = try PNGReader.read(png.bytes)
      #expect(picture.samples.allSatisfy { $0 == 0 })
    }
  }

  @Test("An animation is refused as such")
  func animation() throws {
    let control = PNGChunk(type: "acTL", data: [0, 0, 0, 9, 0, 0, 0, 0])
    let png = try TestPNG.small(before: [control])
    let error = Self.error(png.bytes)
    #expect(error == .animation(offset: 33, frames: 9))
    #expect(
      error?.description
        == "an animation of 9 frames (chunk acTL at offset 33), "
        + "not a single picture")
  }

  @Test("A wrong checksum is an error in every chunk")
  func checksum() throws {
    let png = try TestPNG.small(
      before: [
        PNGChunk(type: "gAMA", data: [0, 0, 177, 143]),
        PNGChunk(type: "tEXt", data: [65, 0, 66]),
      ])
    var offset = 8
    for chunk in png.chunks {
      var bytes = png.bytes
      bytes[offset + 8 + chunk.data.count] ^= 0x80
      guard
        case .checksumMismatch(chunk.type, offset, let declared, let computed) =
          Self.error(bytes)
      else {
        Issue.record("\(chunk.type) passes")
        continue
      }
      #expect(declared ^ computed == 0x8000_0000)
      offset += chunk.data.count + 12
    }
  }

  @Test("Chunks out of place are refused")
  func order() throws {
    let small = try TestPNG.small().chunks
    let (header, data, end) = (small[0], small[1], small[2])
    let color = TestPNG.header(width: 1, height: 1, kind: 2)
    let indexed = TestPNG.header(width: 1, height: 1, kind: 3)
    let alpha = TestPNG.header(width: 1, height: 1, kind: 6)
    let palette = PNGChunk(type: "PLTE", data: [1, 2, 3])
    let key = PNGChunk(type: "tRNS", data: [0, 1])
    let text = PNGChunk(type: "tEXt", data: [65, 0])
    let gamma = PNGChunk(type: "gAMA", data: [0, 0, 0, 1])
    let cases: [([PNGChunk], String, String)] = [
      ([data, end], "IDAT", "IHDR must come first"),
      ([header, header, data, end], "IHDR", "there is one already"),
      ([header, palette, data, end], "PLTE", "the picture is gray"),
      ([color, palette, palette], "PLTE", "there is one already"),
      ([color, data, palette], "PLTE", "it follows IDAT"),
      ([header, key, key], "tRNS", "there is one already"),
      ([header, data, key], "tRNS", "it follows IDAT"),
      ([indexed, key], "tRNS", "PLTE is missing"),
      ([alpha, key], "tRNS", "the picture has alpha already"),
      ([header, data, text, data], "IDAT", "it follows tEXt, not IDAT"),
      ([header, gamma, gamma], "gAMA", "there is one already"),
      (
        [header, PNGChunk(type: "CgBI", data: [])], "CgBI",
        "it is unknown and critical"
      ),
      (
        [header, data, PNGChunk(type: "IDAT", data: [0]), end], "IDAT",
        "the compressed samples have ended"
      ),
    ]
    for (chunks, type, reason) in cases {
      guard case .unexpectedChunk(type, _, reason) = Self.error(chunks) else {
        Issue.record(
          "\(type), \(reason): \(String(describing: Self.error(chunks)))")
        continue
      }
    }
  }

  @Test("Chunks that must be there are missed")
  func missing() throws {
    let small = try TestPNG.small().chunks
    let indexed = TestPNG.header(width: 1, height: 1, kind: 3)
    #expect(Self.error([small[0], small[2]]) == .missingChunk("IDAT"))
    #expect(Self.error([small[0], small[1]]) == .missingChunk("IEND"))
    #expect(Self.error([indexed, small[1]]) == .missingChunk("PLTE"))
  }

  @Test(
    "Sizes of palette and transparency are checked",
    arguments: [
      (3, 1, "PLTE", 4), (3, 1, "PLTE", 0), (3, 1, "PLTE", 9),
      (2, 8, "PLTE", 771), (3, 8, "tRNS", 2), (3, 8, "tRNS", 0),
      (0, 8, "tRNS", 1), (2, 8, "tRNS", 5),
    ] as [(UInt8, UInt8, String, Int)])
  func sizes(kind: UInt8, depth: UInt8, type: String, size: Int) throws {
    let header = TestPNG.header(width: 1, height: 1, depth: depth, kind: kind)
    let palette = PNGChunk(type: "PLTE", data: [1, 2, 3])
    let chunk = PNGChunk(
      type: type, data: [UInt8](repeating: 1, count: size)[...])
    let before = kind == 3 && type == "tRNS" ? [palette] : []
    guard
      case .invalidChunk(type, _, _) = Self.error([header] + before + [chunk])
    else {
      Issue.record("it passes")
      return
    }
  }

  @Test("Rows too few, too many, broken or out of the palette are refused")
  func rows() throws {
    let header = TestPNG.header(width: 2, height: 2)
    let indexed = TestPNG.header(width: 1, height: 1, depth: 8, kind: 3)
    let palette = PNGChunk(type: "PLTE", data: [1, 2, 3])
    let end = PNGChunk(type: "IEND", data: [])
    let good: [UInt8] = [0, 1, 2, 0, 3, 4]
    var broken = try TestPNG.data(good)
    broken.data[broken.data.endIndex - 1] ^= 1  // Adler-32
    var longer = try TestPNG.data(good)
    longer.data += [1, 2, 3]
    var shorter = try TestPNG.data(good)
    shorter.data.removeLast(5)
    let cases = [
      [header, try TestPNG.data(Array(good.dropLast())), end],
      [header, try TestPNG.data(good + [0]), end],
      [header, try TestPNG.data([9, 1, 2, 0, 3, 4]), end],
      [header, broken, end],
      [header, longer, end],
      [header, shorter, end],
      [header, PNGChunk(type: "IDAT", data: [1, 2, 3]), end],
      [indexed, palette, try TestPNG.data([0, 1]), end],
    ]
    for (index, chunks) in cases.enumerated() {
      guard case .undecodable(let reason) = Self.error(chunks) else {
        Issue.record("case \(index) passes")
        continue
      }
      #expect(!reason.isEmpty && !reason.contains("\n"))
    }
    #expect(
      Self.error([header, try TestPNG.data(good), end]) == nil)
  }
}
