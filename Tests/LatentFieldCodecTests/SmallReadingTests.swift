import Container
import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Photos that are read at a fraction of their size.
@Suite struct SmallReadingTests {
  static func decoder(
    _ bytes: [UInt8], maxSide: Int?, model: Model
  ) throws -> Decoder {
    try Decoder(
      bytes, models: [model], maxSide: maxSide, execution: Fixture.execution)
  }

  static func tiny(_ picture: Picture) throws -> (bytes: [UInt8], model: Model)
  {
    let model = try TinyFieldPack.model.get()
    let encoding = try FieldRoundTripTests.encode(picture)
    return (encoding.bytes, model)
  }

  /// Means of squares of a picture's samples.
  static func means(_ picture: Picture, scale: Int) -> [Double] {
    let channels = picture.colorSpace.channels
    var means: [Double] = []
    for top in stride(from: 0, to: picture.height, by: scale) {
      for left in stride(from: 0, to: picture.width, by: scale) {
        for channel in 0..<channels {
          var sum = 0
          var count = 0
          for y in top..<min(top + scale, picture.height) {
            for x in left..<min(left + scale, picture.width) {
              let pixel = y * picture.width + x
              sum += Int(picture.samples[pixel * channels + channel])
              count += 1
            }
          }
          means.append(Double(sum) / Double(count))
        }
      }
    }
    return means
  }

  @Test(arguments: [
    (1000, 70, 45), (70, 70, 45), (69, 35, 23), (34, 18, 12), (17, 9, 6),
    (8, 5, 3), (4, 3, 2), (1, 1, 1),
  ])
  func `the largest reading that fits is taken`(
    maxSide: Int, width: Int, height: Int
  ) throws {
    for (gray, alpha) in [(false, false), (true, true)] {
      let exif: [UInt8] =
        Array("II*\0".utf8) + [8, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      let picture = DrawnPhoto.picture(
        width: 70, height: 45, gray: gray, alpha: alpha,
        metadata: Metadata(exif: exif))
      let (bytes, model) = try Self.tiny(picture)
      let decoder = try Self.decoder(bytes, maxSide: maxSide, model: model)
      #expect(decoder.opened.width == width)
      for head in decoder.heads {
        let read = try decoder.picture(
          head: head, execution: Fixture.execution)
        try read.validate()
        #expect([read.width, read.height] == [width, height])
        #expect(read.colorSpace == picture.colorSpace)
        #expect(read.metadata == picture.metadata)
        #expect((read.alpha != nil) == alpha)
      }
    }
  }

  @Test(arguments: [2, 4], [false, true])
  func `a half and a quarter are the means of the whole`(
    scale: Int, gray: Bool
  ) throws {
    // More than one tile in a row.
    let picture = DrawnPhoto.picture(width: 2100, height: 45, gray: gray)
    let (bytes, model) = try Self.tiny(picture)
    let whole = try Self.decoder(bytes, maxSide: nil, model: model)
    let small = try Self.decoder(bytes, maxSide: 2100 / scale, model: model)
    for head in whole.heads {
      let read = try small.picture(head: head, execution: Fixture.execution)
      let wanted = Self.means(
        try whole.picture(head: head, execution: Fixture.execution),
        scale: scale)
      #expect(read.samples.count == wanted.count)
      // Both are rounded: the pixels, and then their means.
      #expect(
        zip(read.samples, wanted).allSatisfy { abs(Double($0) - $1) <= 1 })
    }
  }

  @Test(arguments: [8, 16, 32])
  func `from an eighth on the means of the cells are near those of the pixels`(
    scale: Int
  ) throws {
    // In a picture of a few cells, the edges' share of the heads' corrections
    // is larger than in any photo.
    let scene = ScenePainter().picture(width: 384, height: 256)
    let model = try Model.embedded(named: "photo")
    let bytes = try Encoder(
      model: model, options: EncodingOptions(rate: .quality(60), effort: 1),
      execution: Fixture.execution
    ).encode(scene).bytes
    let whole = try Self.decoder(bytes, maxSide: nil, model: model)
      .picture(head: .distortion, execution: Fixture.execution)
    let longer = max(whole.width, whole.height)
    let decoder = try Self.decoder(
      bytes, maxSide: (longer + scale - 1) / scale, model: model)
    let read = try decoder.picture(
      head: .distortion, execution: Fixture.execution)
    let wanted = Self.means(whole, scale: scale)
    #expect(read.samples.count == wanted.count)
    let errors = zip(read.samples, wanted).map { Double($0) - $1 }
    let squares = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
    #expect(squares < 16, "36 dB")
    for channel in 0..<3 {
      let part = stride(from: channel, to: errors.count, by: 3).map {
        errors[$0]
      }
      #expect(abs(part.reduce(0, +)) / Double(part.count) < 1)
    }
    for head in [Head.perceptual, .classification] {
      let other = try decoder.picture(
        head: head, execution: Fixture.execution)
      #expect(other == read)
    }
    #expect(throws: RDCError.self) {
      try decoder.picture(head: "none", execution: Fixture.execution)
    }
  }

  @Test func `a damaged cell is an error, whatever the size`() throws {
    var bytes = try Fixture.bytes("golden/scene-q60.rdc")
    bytes[bytes.count / 2] ^= 1
    #expect(throws: RDCError.self) {
      try Self.decoder(
        bytes, maxSide: 16, model: Model.embedded(named: "photo"))
    }
  }

  @Test func `little of the memory of the whole is asked for`() throws {
    let picture = DrawnPhoto.picture(width: 640, height: 480)
    let (bytes, model) = try Self.tiny(picture)
    let limits = Limits(maxMemory: 46 << 20)
    #expect(throws: RDCError.self) {
      try Decoder(
        bytes, models: [model], limits: limits, execution: Fixture.execution)
    }
    _ = try Decoder(
      bytes, models: [model], maxSide: 80, limits: limits,
      execution: Fixture.execution)
  }

  @Test func `digits are read at their own size or not at all`() throws {
    let bytes = try Fixture.bytes("golden/7-rung1.rdc")
    let model = try Model.embedded(named: "digits")
    #expect(
      try Self.decoder(bytes, maxSide: 28, model: model).opened.width == 28)
    #expect {
      try Self.decoder(bytes, maxSide: 27, model: model)
    } throws: { error in
      "\(error)"
        == "its model reads pictures of 28×28 pixels at that size alone, "
        + "not within 27"
    }
  }
}
