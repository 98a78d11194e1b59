import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

@testable import LatentFieldCodec

/// The embedded model's golden files, and pictures of odd sizes through it.
@Suite struct FieldGoldenTests {
  static let qualities = [20, 60]

  static func scene() throws -> Picture {
    try PNGReader.read(Fixture.bytes("photos/scene.png"))
  }

  @Test(arguments: Fixture.executions)
  func `encoding gives the golden bytes`(_ execution: Execution) throws {
    let model = try Model.embedded(named: "photo")
    for quality in Self.qualities {
      let encoding = try Encoder(
        model: model,
        options: EncodingOptions(rate: .quality(Double(quality))),
        execution: execution
      ).encode(Self.scene())
      #expect(
        try encoding.bytes == Fixture.bytes("golden/scene-q\(quality).rdc"))
    }
  }

  @Test(arguments: Fixture.executions)
  func `decoding gives the golden pixels`(_ execution: Execution) throws {
    let models = try Model.embedded()
    for quality in Self.qualities {
      let name = "golden/scene-q\(quality)"
      let decoder = try Decoder(
        Fixture.bytes("\(name).rdc"), models: models, execution: execution)
      #expect(!decoder.heads.isEmpty)
      for head in decoder.heads {
        let golden = try PNGReader.read(
          Fixture.bytes("\(name).\(head.rawValue).png"))
        #expect(
          try decoder.picture(head: head, execution: execution) == golden,
          "\(name), \(head.rawValue)")
      }
    }
  }

  @Test func `the scene is painted alike`() throws {
    let golden = try Self.scene()
    let painted = ScenePainter().picture(
      width: golden.width, height: golden.height)
    #expect(painted.samples == golden.samples)
  }

  @Test(arguments: [(1, 1), (1, 4000), (4000, 1), (17, 31)])
  func `odd sizes go through the embedded model`(
    _ width: Int, _ height: Int
  ) throws {
    let model = try Model.embedded(named: "photo")
    let picture = ScenePainter().picture(width: width, height: height)
    let encoding = try Encoder(
      model: model, options: EncodingOptions(rate: .quality(80), effort: 1),
      execution: Fixture.execution
    ).encode(picture)
    let read = try Decoder(
      encoding.bytes, models: [model], execution: Fixture.execution
    ).picture(head: .distortion, execution: Fixture.execution)
    #expect(read.width == width && read.height == height)
    let error = zip(read.samples, picture.samples).reduce(0) {
      $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1))
    }
    // 26 dB and better.
    #expect(error <= 160 * picture.samples.count)
  }

  @Test func `nothing is paid for what lies outside the picture`() throws {
    let model = try Model.embedded(named: "photo")
    let encoder = try Encoder(
      model: model, options: EncodingOptions(rate: .quality(60), effort: 1),
      execution: Fixture.execution)
    let whole = ScenePainter().picture(width: 144, height: 96)
    // Seven columns and rows less, but as many blocks.
    var samples: [UInt8] = []
    for row in 0..<89 {
      samples += whole.samples[row * 432..<row * 432 + 137 * 3]
    }
    let part = Picture(
      width: 137, height: 89, colorSpace: .rgb, samples: samples)
    let (all, some) = (
      try encoder.encode(whole).bytes.count,
      try encoder.encode(part).bytes.count
    )
    #expect(Double(some) < 1.02 * Double(all))
  }

  @Test func `cuts and flips of a golden file are refused`() throws {
    let models = try Model.embedded()
    let file = try Fixture.bytes("golden/scene-q20.rdc")
    func isRefused(_ bytes: [UInt8]) -> Bool {
      (try? Decoder(bytes, models: models, execution: Fixture.execution))
        == nil
    }
    for count in file.indices { #expect(isRefused(Array(file[..<count]))) }
    for bit in stride(from: 0, to: 8 * file.count, by: 11) {
      var altered = file
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(isRefused(altered), "bit \(bit)")
    }
  }
}
