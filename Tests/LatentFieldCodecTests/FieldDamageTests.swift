import Container
import LatentVectorCodec
import PictureFiles
import RDC
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Damaged photos raise errors, and never anything worse.
@Suite struct FieldDamageTests {
  static let file = Result {
    try FieldRoundTripTests.encode(
      DrawnPhoto.picture(width: 40, height: 33, alpha: true),
      EncodingOptions(rate: .quality(40), effort: 1)
    ).bytes
  }

  static func message(_ bytes: [UInt8], limits: Limits = Limits())
    throws
    -> String
  {
    let models = [try TinyFieldPack.model.get()]
    do {
      _ = try Decoder(
        bytes, models: models, limits: limits, execution: Fixture.execution)
      return "decoded"
    } catch {
      return "\(error)"
    }
  }

  @Test func `every cut is refused`() throws {
    let file = try Self.file.get()
    #expect(try Self.message(file) == "decoded")
    for count in file.indices {
      #expect(try Self.message(Array(file[..<count])) != "decoded")
    }
  }

  @Test func `flipped bits are refused`() throws {
    let file = try Self.file.get()
    for bit in stride(from: 0, to: 8 * file.count, by: 7) {
      var altered = file
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(try Self.message(altered) != "decoded", "bit \(bit)")
    }
  }

  /// A file whose checksum is right, as a hostile writer would make it.
  static func forged(
    count: UInt64 = 1, quality: UInt8? = nil,
    dimensions: (width: Int, height: Int)? = (40, 33),
    sections: [Section]? = nil,
    payload: ([UInt8]) -> [UInt8] = { $0 }
  ) throws -> [UInt8] {
    let honest = try RDCFile.parse(file.get())
    return try RDCFile(
      face: .archive(count: count), quality: quality ?? honest.quality,
      fingerprint: honest.fingerprint.value,
      dimensions: dimensions.flatMap {
        Dimensions(width: $0.width, height: $0.height)
      }, sections: sections ?? [], payload: payload(honest.payload)
    ).serialize()
  }

  @Test func `claims that do not fit are named`() throws {
    #expect(
      try Self.message(Self.forged(count: 2))
        == "the file claims 2 photos, expected 1")
    #expect(
      try Self.message(Self.forged(quality: 255)).hasPrefix("quality index 51"))
    #expect(
      try Self.message(Self.forged(dimensions: nil))
        == "the file states no size of its picture")
    #expect(
      try Self.message(Self.forged(dimensions: (1 << 24, 1 << 24)))
        .contains("pixels are more than the limit"))
    #expect(
      try Self.message(Self.forged { _ in [] })
        == "payload, byte 0: it is empty")
    #expect(
      try Self.message(Self.forged { [$0[0] | 0x80] + $0[1...] })
        .hasPrefix("payload, byte 0: settings"))
    // Four strips where there are two rows of cells in all.
    #expect(
      try Self.message(Self.forged { [$0[0] | 2 << 3] + $0[1...] })
        .hasPrefix("payload, byte 0: settings"))
    // So many cells need more than so few bytes.
    #expect(
      try Self.message(Self.forged(dimensions: (1 << 14, 1 << 14)))
        .hasPrefix("the file claims 16384x16384 pixels, but"))
    #expect(
      try Self.message(
        Self.forged(sections: [
          Section(.alpha, isRequired: true, bytes: [1, 2, 3])
        ])
      ).hasPrefix("alpha: "))
  }

  @Test func `sizes and bytes that are nearly right are refused`() throws {
    for size in [(41, 33), (65, 33), (32, 64), (400, 330)] {
      let message = try Self.message(Self.forged(dimensions: size))
      // Within the same cells, the size is the writer's business.
      let same = (size.0 + 31) / 32 == 2 && (size.1 + 31) / 32 == 2
      #expect((message == "decoded") == same, "\(size): \(message)")
    }
    for extra: [UInt8] in [[0], [1], [0, 0, 0, 0, 0]] {
      #expect(
        try Self.message(Self.forged { $0 + extra }).hasPrefix("payload"))
    }
  }

  @Test func `limits hold before any work`() throws {
    let file = try Self.file.get()
    #expect(
      try Self.message(file, limits: Limits(maxPixels: 1319))
        == "40x33 pixels are more than the limit of 1319")
    #expect(
      try Self.message(file, limits: Limits(maxMemory: 1000))
        .contains("of memory needed"))
    #expect(throws: RDCError.self) {
      try FieldRoundTripTests.encode(
        DrawnPhoto.picture(width: 40, height: 33),
        EncodingOptions(limits: Limits(maxPixels: 100)))
    }
  }

  @Test func `digits' packs and photos' packs do not mix`() throws {
    let tiny = try TinyFieldPack.model.get()
    let digits = try Model.embedded(named: "digits")
    #expect(throws: RDCError.self) { try LatentVectorCodec(tiny.pack) }
    #expect(throws: RDCError.self) { try LatentFieldCodec(digits.pack) }
    for rate in [Rate.rung(1), .bitsPerPicture(4)] {
      #expect(throws: RDCError.self) {
        try Encoder(
          model: tiny, options: EncodingOptions(rate: rate),
          execution: Fixture.execution)
      }
    }
    #expect(throws: RDCError.self) {
      try Encoder(
        model: digits, options: EncodingOptions(rate: .quality(1)),
        execution: Fixture.execution)
    }
  }
}
