import Testing

@testable import PictureFiles

@Suite struct MetadataTests {
  static let chromaticities = Chromaticities(
    white: .init(x: 31270, y: 32900), red: .init(x: 64000, y: 33000),
    green: .init(x: 30000, y: 60000), blue: .init(x: 15000, y: 6000))

  static let all: [Metadata] = [
    Metadata(),
    Metadata(iccProfile: ICCProfile(name: "Grün 1", bytes: testProfile())),
    Metadata(exif: [0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]),
    Metadata(gamma: 45455, chromaticities: chromaticities),
    Metadata(renderingIntent: .absoluteColorimetric),
    Metadata(
      codePoints: CodePoints(primaries: 9, transfer: 16, isFullRange: false)),
    Metadata(
      iccProfile: ICCProfile(name: "x", bytes: testProfile(size: 100_000)),
      exif: [0x4d, 0x4d, 0, 0x2a], gamma: 1, chromaticities: chromaticities,
      renderingIntent: .perceptual,
      codePoints: CodePoints(primaries: 1, transfer: 13)),
  ]

  @Test(arguments: all)
  func `metadata comes back as it was`(metadata: Metadata) throws {
    let picture = Picture(
      width: 1, height: 2, colorSpace: .rgb, samples: [1, 2, 3, 4, 5, 6],
      metadata: metadata)
    let bytes = try PNGWriter.write(picture)
    #expect(try PNGReader.read(bytes) == picture)
  }

  @Test func `eXIf may follow the samples`() throws {
    var png = try TestPNG.small()
    let exif: [UInt8] = [0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]
    png.chunks.insert(PNGChunk(type: "eXIf", data: exif[...]), at: 2)
    #expect(try PNGReader.read(png.bytes).metadata.exif == exif)
  }

  static func error(_ type: String, _ data: [UInt8]) throws -> ImageError? {
    let chunk = PNGChunk(type: type, data: data[...])
    return PNGErrorTests.error(try TestPNG.small(before: [chunk]).bytes)
  }

  static func profile(
    _ bytes: [UInt8], name: [UInt8] = [65, 0], method: UInt8 = 0,
    behind: [UInt8] = []
  ) throws -> [UInt8] {
    name + [method] + (try Deflate.deflate(bytes, wrapping: .zlib)) + behind
  }

  @Test func `chunks of metadata that break a rule are refused`() throws {
    let cases: [(String, [UInt8], String)] = [
      ("gAMA", [0, 0, 0, 0], "the gamma is 0"),
      ("gAMA", [0, 0, 1], "it has 3 bytes, not 4"),
      ("gAMA", [0, 0, 1, 0, 0], "it has 5 bytes, not 4"),
      ("sRGB", [4], "the rendering intent is 4"),
      ("sRGB", [], "it has 0 bytes, not 1"),
      ("cHRM", [1], "it has 1 bytes, not 32"),
      ("cICP", [1, 13, 1, 1], "its matrix is 1, its range 1"),
      ("cICP", [1, 13, 0, 2], "its matrix is 0, its range 2"),
      ("eXIf", [], "it starts with no byte order of TIFF"),
      ("eXIf", Array("Exif".utf8), "it starts with no byte order of TIFF"),
    ]
    for (type, data, reason) in cases {
      #expect(
        try Self.error(type, data)
          == .invalidChunk(chunk: type, offset: 33, reason: reason))
    }
  }

  @Test func `profiles that break a rule are refused`() throws {
    var claims = testProfile()
    claims[0] = 0xff
    var unsigned = testProfile()
    unsigned[36] = 0
    var damaged = try Self.profile(testProfile())
    damaged[3] = 0xff
    let cases: [([UInt8], String)] = [
      ([], "the profile's name does not end"),
      ([UInt8](repeating: 65, count: 90), "the profile's name does not end"),
      ([0, 0], "the profile's name is not printable"),
      ([10, 0, 0], "the profile's name is not printable"),
      ([65, 0], "the compression method is not 0"),
      (
        try Self.profile(testProfile(), method: 1),
        "the compression method is not 0"
      ),
      ([65, 0, 0], "the compressed profile is truncated"),
      (
        try Self.profile(testProfile()).dropLast(2),
        "the compressed profile is truncated"
      ),
      (
        damaged,
        "the compressed profile is damaged: incorrect header check"
      ),
      (
        try Self.profile(testProfile(), behind: [1, 2]),
        "2 bytes follow the profile"
      ),
      (
        try Self.profile([1, 2, 3]),
        "a profile of 3 bytes is shorter than its header"
      ),
      (
        try Self.profile(claims),
        "a profile of 200 bytes claims 4278190280"
      ),
      (
        try Self.profile(unsigned),
        "the profile lacks the signature acsp"
      ),
    ]
    for (data, reason) in cases {
      #expect(
        try Self.error("iCCP", data)
          == .invalidChunk(chunk: "iCCP", offset: 33, reason: reason))
    }
  }

  @Test func `a profile that inflates beyond the limit is refused`() throws {
    let bomb = try Self.profile([UInt8](repeating: 0, count: 4 << 20))
    #expect(bomb.count < 8192)
    #expect(
      try Self.error("iCCP", bomb) == .tooMuchMetadata(limit: 1 << 16))
  }

  @Test func `profile and Exif share one limit`() throws {
    let exif = [0x49, 0x49, 0x2a, 0] + [UInt8](repeating: 0, count: 496)
    let metadata = Metadata(
      iccProfile: ICCProfile(name: "x", bytes: testProfile(size: 500)),
      exif: exif)
    let png = try TestPNG.small(before: try PNGMetadata.serialize(metadata))
    #expect(
      PNGErrorTests.error(png.bytes, limits: .init(maxMetadataBytes: 999))
        == .tooMuchMetadata(limit: 999))
    #expect(
      try PNGReader.read(png.bytes, limits: .init(maxMetadataBytes: 1000))
        .metadata == metadata)
  }

  @Test(arguments: [
    Metadata(iccProfile: ICCProfile(name: "", bytes: testProfile())),
    Metadata(iccProfile: ICCProfile(name: "日", bytes: testProfile())),
    Metadata(iccProfile: ICCProfile(name: "a", bytes: [1])),
    Metadata(exif: [1, 2, 3, 4]), Metadata(gamma: 0),
    Metadata(codePoints: CodePoints(primaries: 1, transfer: 1, matrix: 1)),
  ])
  func `metadata that no PNG may hold is not written`(metadata: Metadata) {
    let picture = Picture(
      width: 1, height: 1, colorSpace: .gray, samples: [0],
      metadata: metadata)
    let error = imageError { () throws(ImageError) in
      try PNGWriter.write(picture)
    }
    guard case .inconsistentPicture = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
