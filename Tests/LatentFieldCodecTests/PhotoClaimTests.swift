import Container
import ImageIO
import Testing

@testable import RDC

/// Files that claim more than their bytes can hold, and wishes that no file
/// can meet.
@Suite struct PhotoClaimTests {
  @Test(arguments: [
    (1 << 24, 16), (16, 1 << 24), (16384, 16384), (4096, 4096),
  ])
  func `a payload bounds the pixels that it can hold`(
    width: Int, height: Int
  ) throws {
    let photo = try #require(Model.embedded().first { $0.isPhoto })
    for payload: [UInt8] in [[0], [0xFC], [2, 1, 2, 3]] {
      let file = try RDCFile(
        face: .archive(count: 1), quality: 9, fingerprint: photo.fingerprint,
        dimensions: Dimensions(width: width, height: height), payload: payload)
      #expect {
        try PhotoDecoder(
          file.serialize(), models: [photo], execution: Fixture.execution)
      } throws: { error in
        "\(error)".hasPrefix(
          "the file claims \(width)x\(height) pixels, but its payload holds ")
          || payload[0] == 0xFC && height == 16
      }
    }
  }

  @Test func `the bound is above what the encoder writes`() throws {
    let photo = try PhotoModel(
      #require(Model.embedded().first { $0.isPhoto }))
    // The flattest picture, at the lowest quality: as few bits as there are.
    let flat = Picture(
      width: 512, height: 512, colorSpace: .gray,
      samples: [UInt8](repeating: 128, count: 1 << 18))
    let encoding = try PhotoEncoder(
      model: photo.model, options: PhotoOptions(rate: .quality(0)),
      execution: Fixture.execution
    ).encode(flat)
    let limit = photo.positionLimit(
      payloadBytes: encoding.payloadBytes, strips: 1)
    #expect(limit >= 64 * 64)
  }

  @Test(arguments: [
    PhotoOptions.Rate.quality(.nan), .bitsPerPixel(.infinity),
    .bitsPerPixel(.nan), .bitsPerPixel(0), .bitsPerPixel(-1), .bytes(0),
    .bytes(-5),
  ])
  func `a wish that is no number is an error`(
    rate: PhotoOptions.Rate
  ) throws {
    let encoder = try PhotoEncoder(
      model: TinyPhotoPack.model.get(), options: PhotoOptions(rate: rate),
      execution: Fixture.execution)
    #expect {
      try encoder.encode(DrawnPhoto.picture(width: 9, height: 9))
    } throws: { error in
      "\(error)".hasPrefix("no file can have ")
    }
  }

  @Test(arguments: [Double.nan, -.infinity, 0, -3])
  func `a digit's rate that is no number is an error`(bits: Double) throws {
    let encoder = Encoder(
      model: try Model.embedded(named: "digits"),
      options: EncoderOptions(rate: .atMost(bits: bits), effort: 0),
      execution: Fixture.execution)
    #expect(throws: RDCError.self) { try encoder.encode(Fixture.digit(2)) }
    #expect(
      "\(RDCError.rateTooLow(asked: bits, least: .infinity))".contains("bits"))
  }

  @Test func `memory that the system does not have is an error`() {
    #expect(!AvailableMemory.has(1 << 60))
    #expect(AvailableMemory.has(1 << 22))
    #expect(throws: RDCError.self) {
      try PhotoLimits().checkMemory(1 << 60)
    }
    #expect(
      throws: ImageError.outOfMemory(needed: 1 << 60)
    ) {
      try PNGReader.read(
        HugeHeader.png,
        limits: ImageLimits(
          maxPixels: .max, maxBytes: .max, maxPixelsPerByte: .max))
    }
  }
}

/// A PNG of 2³⁰ × 2³⁰ gray pixels, as far as its header goes.
private enum HugeHeader {
  static let png: [UInt8] =
    [137, 80, 78, 71, 13, 10, 26, 10]
    + chunk("IHDR", [64, 0, 0, 0, 64, 0, 0, 0, 8, 0, 0, 0, 0])
    + chunk("IDAT", [0]) + chunk("IEND", [])

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    let sum = CRC32.checksum(body[...])
    return [0, 0, 0, UInt8(data.count)] + body
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }
}
