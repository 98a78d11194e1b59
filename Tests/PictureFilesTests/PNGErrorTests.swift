import Testing

@testable import PictureFiles

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

  @Test
  func `what is no PNG is called so`() {
    #expect(Self.error([UInt8]()) == .notPNG(found: []))
    #expect(
      Self.error(Array("GIF89a....".utf8))
        == .notPNG(found: Array("GIF89a..".utf8)))
    #expect(
      Self.error([137, 80, 78])
        == .truncated(offset: 0, needed: 8, available: 3))
  }

  @Test(arguments: [
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
  func `a header that breaks a rule is refused`(chunk: PNGChunk, reason: String)
  {
    #expect(
      Self.error([chunk])
        == .invalidChunk(chunk: "IHDR", offset: 8, reason: reason))
  }

  @Test
  func `a size beyond the limits is refused before memory is taken`() {
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

  @Test
  func `a huge picture of a few bytes is refused before it is decoded`() throws
  {
    for (interlace, needed) in [(UInt8(0), 268_451_840), (1, 268_466_176)] {
      let bytes = TestPNG(chunks: [
        TestPNG.header(width: 16384, height: 16384, interlace: interlace),
        try TestPNG.data([0, 1, 2]), PNGChunk(type: "IEND", data: []),
      ]).bytes
      #expect(
        Self.error(bytes, limits: ImageLimits(maxPixelsPerByte: .max))
          == .tooLittleData(needed: needed, found: 3))
    }
  }

  @Test
  func `of an animation the first frame is read`() throws {
    let control = PNGChunk(type: "acTL", data: [0, 0, 0, 9, 0, 0, 0, 0])
    let frame = PNGChunk(
      type: "fcTL", data: [UInt8](repeating: 0, count: 26)[...])
    var png = try TestPNG.small(before: [control, frame])
    png.chunks.insert(
      PNGChunk(type: "fdAT", data: [0, 0, 0, 1, 9]), at: png.chunks.count - 1)
    let picture = try PNGReader.read(png.bytes)
    #expect(picture.samples == [1, 2, 3, 4])
    #expect(picture.sourceFrames == 9)
    #expect(try PNGReader.read(TestPNG.small().bytes).sourceFrames == 1)
  }

  @Test
  func `a number of frames that is none, late or told twice is refused`() throws
  {
    let control = PNGChunk(type: "acTL", data: [0, 0, 0, 9, 0, 0, 0, 0])
    let none = PNGChunk(type: "acTL", data: [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(
      Self.error(try TestPNG.small(before: [none]).bytes)
        == .invalidChunk(
          chunk: "acTL", offset: 33, reason: "the number of frames is 0"))
    #expect(
      Self.error(try TestPNG.small(before: [control, control]).bytes)
        == .unexpectedChunk(
          chunk: "acTL", offset: 53, reason: "there is one already"))
    var late = try TestPNG.small()
    late.chunks.insert(control, at: 2)
    guard
      case .unexpectedChunk("acTL", _, "it follows IDAT") = Self.error(
        late.bytes)
    else {
      Issue.record("it is accepted")
      return
    }
  }

  @Test
  func `few bytes do not expand to a huge picture unless they may`() throws {
    let rows = [UInt8](repeating: 0, count: 8192 * 1025)
    let bytes = TestPNG(chunks: [
      TestPNG.header(width: 8192, height: 8192, depth: 1),
      try TestPNG.data(rows), PNGChunk(type: "IEND", data: []),
    ]).bytes
    #expect(bytes.count < 16384)
    #expect(
      Self.error(bytes, limits: ImageLimits())
        == .tooManyPixelsForBytes(
          width: 8192, height: 8192, bytes: bytes.count, limit: 1024))
    let allowed = ImageLimits(maxPixelsPerByte: .max)
    #expect(Self.error(bytes, limits: allowed) == nil)
  }

  @Test
  func `a wrong checksum is an error in every chunk`() throws {
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

  @Test
  func `chunks out of place are refused`() throws {
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
    ]
    for (chunks, type, reason) in cases {
      guard case .unexpectedChunk(type, _, reason) = Self.error(chunks) else {
        Issue.record(
          "\(type), \(reason): \(String(describing: Self.error(chunks)))")
        continue
      }
    }
  }

  @Test
  func `chunks that must be there are missed`() throws {
    let small = try TestPNG.small().chunks
    let indexed = TestPNG.header(width: 1, height: 1, kind: 3)
    #expect(Self.error([small[0], small[2]]) == .missingChunk("IDAT"))
    #expect(Self.error([small[0], small[1]]) == .missingChunk("IEND"))
    #expect(Self.error([indexed, small[1]]) == .missingChunk("PLTE"))
  }

  @Test(
    arguments: [
      (3, 1, "PLTE", 4), (3, 1, "PLTE", 0), (3, 1, "PLTE", 9),
      (2, 8, "PLTE", 771), (3, 8, "tRNS", 2), (3, 8, "tRNS", 0),
      (0, 8, "tRNS", 1), (2, 8, "tRNS", 5),
    ] as [(UInt8, UInt8, String, Int)])
  func `sizes of palette and transparency are checked`(
    kind: UInt8, depth: UInt8, type: String, size: Int
  ) throws {
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

  @Test
  func `samples too few, too many, cut, broken or followed are refused`() throws
  {
    let header = TestPNG.header(width: 2, height: 2)
    let end = PNGChunk(type: "IEND", data: [])
    let good: [UInt8] = [0, 1, 2, 0, 3, 4]
    func error(_ data: PNGChunk...) -> ImageError? {
      Self.error([header] + data + [end])
    }
    func idat(_ data: some Sequence<UInt8>) -> PNGChunk {
      PNGChunk(type: "IDAT", data: Array(data)[...])
    }
    let data = try TestPNG.data(good)
    #expect(error(data) == nil)
    #expect(
      error(try TestPNG.data(Array(good.dropLast())))
        == .tooLittleData(needed: 6, found: 5))
    #expect(
      error(try TestPNG.data(good + [0])) == .tooMuchData(needed: 6))
    #expect(
      error(data, idat([7]))
        == .invalidChunk(
          chunk: "IDAT", offset: 45 + data.data.count,
          reason: "1 bytes follow the compressed samples"))
    #expect(
      error(idat(data.data + [1, 2, 3]))
        == .invalidChunk(
          chunk: "IDAT", offset: 33,
          reason: "3 bytes follow the compressed samples"))
    // The checksum cut by any part, with all samples there.
    for cut in 1...4 {
      #expect(
        error(idat(data.data.dropLast(cut)))
          == .truncated(
            offset: 41 + data.data.count - cut, needed: 1, available: 0))
    }
    var broken = Array(data.data)
    broken[broken.count - 1] ^= 1
    for pieces in [[idat(broken)], broken.map { idat([$0]) }] {
      guard
        case .corruptStream(_, "incorrect data check") = Self.error(
          [header] + pieces + [end])
      else {
        Issue.record("a wrong checksum passes")
        continue
      }
    }
    #expect(
      error(idat([1, 2, 3]))
        == .corruptStream(offset: 43, reason: "incorrect header check"))
  }

  @Test
  func `a filter that does not exist, or a colour, is refused by libpng`()
    throws
  {
    let header = TestPNG.header(width: 1, height: 1)
    let indexed = TestPNG.header(width: 1, height: 1, kind: 3)
    let palette = PNGChunk(type: "PLTE", data: [1, 2, 3])
    let end = PNGChunk(type: "IEND", data: [])
    for chunks in [
      [header, try TestPNG.data([9, 1]), end],
      [indexed, palette, try TestPNG.data([0, 1]), end],
    ] {
      guard case .undecodable(let reason) = Self.error(chunks) else {
        Issue.record("it passes")
        continue
      }
      #expect(!reason.isEmpty && !reason.contains("\n"))
    }
  }
}
