import Support
import TestSupport
import Testing

@testable import PictureFiles

@Suite struct PNMTests {
  static func error(_ text: String, _ raster: [UInt8] = []) -> ImageError? {
    imageError { () throws(ImageError) in
      try PictureReader.read(Array(text.utf8) + raster, limits: smallLimits)
    }
  }

  @Test(arguments: [
    "P5 2 1 255\n", "P5\n2 1\n255\n", "P5\t2\r\n1 \u{0B}255 ",
    "P5#by hand\n2 #wide\n#high:\n1\n255\n", "P5 2 1 255#samples\n",
  ])
  func `headers are read with any white space and comments`(text: String) throws
  {
    let picture = try PictureReader.read(Array(text.utf8) + [7, 9])
    #expect(
      picture
        == Picture(width: 2, height: 1, colorSpace: .gray, samples: [7, 9]))
  }

  @Test
  func `samples are scaled to 255 and rounded, also those of two bytes`() throws
  {
    let small = try PNMReader.read(Array("P5 5 1 4\n".utf8) + [0, 1, 2, 3, 4])
    #expect(small.samples == [0, 64, 128, 191, 255])
    #expect(small.sourceBitDepth == 8)
    let large = try PNMReader.read(
      Array("P6 1 1 65535\n".utf8) + [0, 128, 0, 129, 255, 255])
    #expect(large.colorSpace == .rgb)
    #expect(large.samples == [0, 1, 255])
    #expect(large.sourceBitDepth == 16)
    let odd = try PNMReader.read(Array("P5 2 1 256\n".utf8) + [1, 0, 0, 1])
    #expect(odd.samples == [255, 1])
  }

  @Test(arguments: [
    ("P5 0 1 255\n", 3, "the width is not a number in 1...2147483647"),
    ("P5 -1 1 255\n", 3, "the width is not a number in 1...2147483647"),
    (
      "P5 1 99999999999999999999 255\n", 5,
      "the height is not a number in 1...2147483647"
    ),
    ("P5 1 1 0\n", 7, "the largest sample is not a number in 1...65535"),
    ("P5 1 1 65536\n", 7, "the largest sample is not a number in 1...65535"),
    ("P51 1 255\n", 2, "the width is not a number in 1...2147483647"),
    ("P5 1 1 255x", 10, "no white space ends the header"),
  ])
  func `what breaks the rules of a header is refused with its place`(
    text: String, offset: Int, reason: String
  ) {
    #expect(
      Self.error(text, [1]) == .invalidHeader(offset: offset, reason: reason))
  }

  @Test
  func `sizes beyond the limits, and samples that are not there, are refused`()
  {
    #expect(
      Self.error("P6 2147483647 2147483647 255\n")
        == .tooManyPixels(
          width: 2_147_483_647, height: 2_147_483_647, limit: 1 << 16))
    #expect(
      Self.error("P6 9 9 65535\n", [1])
        == .tooLittleData(needed: 486, found: 1))
    #expect(Self.error("P5 1 1 9\n", [1, 2]) == .tooMuchData(needed: 1))
    #expect(
      Self.error("P5 1 1 9\n", [10])
        == .sampleTooLarge(offset: 9, found: 10, limit: 9))
    #expect(
      Self.error("P5 1 1 300\n", [1, 45])
        == .sampleTooLarge(offset: 11, found: 301, limit: 300))
  }

  @Test
  func `no part of a file, and no noise behind its letters, does harm`() {
    let bytes = Array("P6 #c\n3 2\n#d\n 700\n".utf8)
    for count in 2..<bytes.count {
      #expect(
        Self.error(String(decoding: bytes[..<count], as: UTF8.self))
          != nil)
    }
    var random = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      var noisy = bytes + random.bytes(36)
      let place = 2 + Int(random.next() % UInt64(bytes.count - 2))
      noisy[place] = UInt8(truncatingIfNeeded: random.next())
      _ = imageError { () throws(ImageError) in
        try PictureReader.read(noisy, limits: smallLimits)
      }
    }
  }

  @Test
  func `what is written is read; gray becomes three samples where asked for`()
    throws
  {
    var random = SplitMix64(seed: 5)
    for model in ColorModel.allCases {
      let picture = Picture(
        width: 5, height: 3, colorSpace: model,
        samples: random.bytes(15 * model.channels))
      let bytes = try PNMWriter.write(picture)
      #expect(try PictureReader.read(bytes) == picture)
    }
    let gray = Picture(
      width: 2, height: 1, colorSpace: .gray, samples: [1, 2])
    #expect(
      try PNMWriter.write(gray, as: .rgb)
        == Array("P6\n2 1\n255\n".utf8) + [1, 1, 1, 2, 2, 2])
  }

  @Test
  func `transparent pixels and colour are not dropped in silence`() {
    var picture = Picture(
      width: 1, height: 1, colorSpace: .rgb, samples: [1, 2, 3], alpha: [255])
    func error(_ model: ColorModel?) -> ImageError? {
      imageError { () throws(ImageError) in
        try PNMWriter.write(picture, as: model)
      }
    }
    #expect(error(nil) == nil)
    #expect(error(.gray) == .unholdable(format: "PGM", what: "colour"))
    picture.alpha = [254]
    #expect(
      error(nil) == .unholdable(format: "PPM", what: "transparent pixels"))
  }

  @Test(
    arguments: [
      ([0xff, 0xd8, 0xff, 0xe0], "JPEG", "djpeg"),
      (Array("RIFF....WEBPVP8 ".utf8), "WebP", "dwebp"),
      (Array("GIF89a".utf8), "GIF", "giftopnm"),
      ([0x49, 0x49, 0x2a, 0], "TIFF", "tifftopnm"),
      ([0, 0, 0, 32] + Array("ftypavif".utf8), "AVIF", "avifdec"),
      ([0, 0, 0, 32] + Array("ftypheic".utf8), "HEIF", "heif-convert"),
      ([0xff, 0x0a, 1, 2], "JPEG XL", "djxl"),
      ([0, 0, 0, 12] + Array("JXL \r\n".utf8), "JPEG XL", "djxl"),
      (Array("P3 1 1".utf8), "plain PPM", "pnmtopnm"),
    ] as [([UInt8], String, String)])
  func `other formats are refused with the program that converts them`(
    bytes: [UInt8], name: String, converter: String
  ) {
    let error = imageError { () throws(ImageError) in
      try PictureReader.read(bytes)
    }
    #expect(
      error?.description
        == "a \(name) file, which is not read; convert it first, "
        + "for example with '\(converter)'")
  }
}
