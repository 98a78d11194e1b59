import Container
import PictureFiles
import RDC
import Support
import TestSupport
import Testing

@testable import Codec
@testable import LatentFieldCodec

/// Files that claim more than their bytes can hold, and wishes that no file
/// can meet.
@Suite struct FieldClaimTests {
  @Test(arguments: [
    (1 << 24, 16), (16, 1 << 24), (16384, 16384), (4096, 4096),
  ])
  func `a payload bounds the pixels that it can hold`(
    width: Int, height: Int
  ) throws {
    let photo = try Model.embedded(named: "photo")
    let strips = [0x30] + [UInt8](repeating: 0, count: 64)
    for payload: [UInt8] in [[0, 0], strips, [2, 1, 2, 3]] {
      let file = try RDCFile(
        face: .archive(count: 1), quality: 9, fingerprint: photo.fingerprint,
        dimensions: Dimensions(width: width, height: height), payload: payload)
      #expect {
        try Decoder(
          file.serialize(), models: [photo], execution: Fixture.execution)
      } throws: { error in
        "\(error)".hasPrefix(
          "the file claims \(width)x\(height) pixels, but its payload holds ")
          // Too many strips for so few rows; or so many that what they may
          // leave unwritten could be enough, until they are read.
          || payload[0] == 0x30
      }
    }
  }

  @Test func `the bound is above what the encoder writes`() throws {
    let model = try Model.embedded(named: "photo")
    let photo = try FieldModel(model.fields)
    // The flattest picture, at the lowest quality: as few bits as there are.
    let flat = Picture(
      width: 512, height: 512, colorSpace: .gray,
      samples: [UInt8](repeating: 128, count: 1 << 18))
    let encoding = try Encoder(
      model: model, options: EncodingOptions(rate: .quality(0)),
      execution: Fixture.execution
    ).encode(flat)
    let limit = photo.cellLimit(
      payloadBytes: encoding.payloadBytes, strips: 1)
    #expect(limit >= 16 * 16)
  }

  @Test(arguments: [
    Rate.quality(.nan), .bitsPerPixel(.infinity),
    .bitsPerPixel(.nan), .bitsPerPixel(0), .bitsPerPixel(-1), .bytes(0),
    .bytes(-5),
  ])
  func `a wish that is no number is an error`(
    rate: Rate
  ) throws {
    let encoder = try Encoder(
      model: TinyFieldPack.model.get(), options: EncodingOptions(rate: rate),
      execution: Fixture.execution)
    #expect {
      try encoder.encode(DrawnPhoto.picture(width: 9, height: 9))
    } throws: { error in
      "\(error)".hasPrefix("no file can have ")
    }
  }

  @Test func `memory that the system does not have is an error`() {
    #expect(!AvailableMemory.has(1 << 60))
    #expect(AvailableMemory.has(1 << 22))
    #expect(throws: RDCError.self) {
      try Limits().checkMemory(1 << 60)
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
