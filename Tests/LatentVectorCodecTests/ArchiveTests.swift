import Container
import NeuralInference
import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

/// Many pictures behind one header.
@Suite struct ArchiveTests {
  static let images = DigitPainter.set(count: 60, seed: 3).images

  static func encode(
    rung: Int, effort: Int = 0, seed: UInt64 = 0
  ) throws -> Encoding {
    try Encoder(
      model: Model.embedded(named: "digits"),
      options: EncodingOptions(
        rate: .rung(rung), seed: seed, effort: effort),
      execution: Fixture.execution
    ).encode(images)
  }

  @Test(arguments: Fixture.rungs, [UInt64(0), 1, .max])
  func `what was encoded is decoded`(_ rung: Int, _ seed: UInt64) throws {
    let encoding = try Self.encode(rung: rung, seed: seed)
    let decoder = try Decoder(
      encoding.bytes, models: Model.embedded(), execution: Fixture.execution)
    #expect(decoder.count == Self.images.count)
    #expect(decoder.file.seed == seed)
    #expect(decoder.file.quality == UInt8(rung))
    let (bits, ideal) = (
      try #require(encoding.payloadBits), try #require(encoding.idealBits)
    )
    #expect(try decoder.fact("codedBits") == .integer(bits))
    #expect(try decoder.fact("idealBits") == .number(ideal, decimals: 2))
    #expect(Double(bits) <= ideal * 1.001 + 8)
  }

  @Test func `one picture can be picked`() throws {
    let decoder = try Decoder(
      Self.encode(rung: 1).bytes, models: Model.embedded(),
      execution: Fixture.execution)
    for head in Fixture.heads {
      let all = try decoder.pictures(head: head, execution: Fixture.execution)
      for index in [0, 17, 59] {
        let one = try decoder.pictures(
          head: head, pick: index, execution: Fixture.execution)
        #expect(all.picture(at: index).samples == one.samples)
      }
    }
    #expect(throws: RDCError.self) {
      try decoder.pictures(
        head: .distortion, pick: 60, execution: Fixture.execution)
    }
  }

  /// The search may only find cells that cost less.
  @Test func `search lowers the squared error`() throws {
    func squaredError(_ effort: Int) throws -> Int {
      let decoder = try Decoder(
        Self.encode(rung: 1, effort: effort).bytes, models: Model.embedded(),
        execution: Fixture.execution)
      let read = try decoder.pictures(
        head: .distortion, execution: Fixture.execution)
      return zip(read.samples, Self.images.samples).reduce(0) {
        let difference = Int($1.0) - Int($1.1)
        return $0 + difference * difference
      }
    }
    #expect(try squaredError(1) < squaredError(0))
    #expect(try squaredError(9) == squaredError(1))
  }

  @Test func `strength is a dial from the distortion head`() throws {
    let decoder = try Decoder(
      Self.encode(rung: 1).bytes, models: Model.embedded(),
      execution: Fixture.execution)
    func read(_ head: Head, _ strength: Float) throws -> [UInt8] {
      try decoder.pictures(
        head: head, strength: strength, execution: Fixture.execution
      ).samples
    }
    let closest = try read(.distortion, 1)
    #expect(try read(.perceptual, 0) == closest)
    #expect(try read(.distortion, 0.5) == closest)
    #expect(try read(.perceptual, 0.5) != closest)
  }

  @Test func `a rate takes the highest rung that fits`() throws {
    let model = try Model.embedded(named: "digits")
    var rates: [Double] = []
    for rung in Fixture.rungs {
      rates.append(try Self.encode(rung: rung).bitsPerPicture)
    }
    for (rung, rate) in rates.enumerated() {
      let options = EncodingOptions(rate: .bitsPerPicture(rate), effort: 0)
      let encoding = try Encoder(
        model: model, options: options, execution: Fixture.execution
      ).encode(Self.images)
      #expect(encoding.rate == .rung(rung))
    }
    let least = rates[0]
    #expect(throws: RDCError.self) {
      try Encoder(
        model: model,
        options: EncodingOptions(
          rate: .bitsPerPicture(least - 0.01), effort: 0),
        execution: Fixture.execution
      ).encode(Self.images)
    }
  }
}
