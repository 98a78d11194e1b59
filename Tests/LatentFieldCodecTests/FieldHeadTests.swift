import NeuralInference
import PictureFiles
import RDC
import TestSupport
import Testing
import UniversalQuantization

@testable import LatentFieldCodec

/// Every head reads the same bytes, and reads them the same everywhere.
@Suite struct FieldHeadTests {
  /// Standard normal numbers for a whole plane, as rdc(5) says.
  static func noise(
    stream: UInt32, height: Int, width: Int, depth: Int
  ) throws -> Tensor {
    try Tensor(
      shape: [1, height, width, depth],
      values: CommonRandomness(seed: 5, stream: stream).normal(
        picture: 0, 0..<height * width * depth))
  }

  @Test(arguments: Fixture.heads)
  func `tiles give the pixels of the whole, noise and all`(
    _ head: Head
  ) throws {
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    // Wider than a tile, and higher.
    for (rows, columns) in [(14, 260), (100, 9)] {
      let geometry = FieldGeometry(
        width: 8 * columns, height: 8 * rows, block: 8)
      #expect(FieldTile.cover(height: rows, width: columns).count == 2)
      let count = rows * columns * model.channels
      let values = (0..<count).map { Int32(($0 * 7919) % 400 - 200) }
      let step = Array(model.step64(60))
      var inputs = [
        "latents": try Tensor(
          shape: [1, rows, columns, model.channels],
          values: values.enumerated().map {
            Float($1) * step[$0 % step.count]
          }), "quality": try model.condition(60),
      ]
      if head == .perceptual {
        inputs["noise8"] = try Self.noise(
          stream: 1, height: rows, width: columns, depth: 2)
        inputs["noise2"] = try Self.noise(
          stream: 2, height: 4 * rows, width: 4 * columns, depth: 3)
      }
      let whole = try Fixture.execution.run(model.graph(of: head), inputs)
      let samples = try FieldSynthesis(model, head: head, strength: 1)
        .samples(
          of: values, geometry: geometry, quality: 60, seed: 5, isGray: false,
          execution: Fixture.execution)
      #expect(samples == whole.values.map { UInt8($0 + 0.5) })
    }
  }

  @Test func `strength blends pixels from the distortion head`() throws {
    let picture = DrawnPhoto.picture(width: 33, height: 25)
    let decoder = try FieldRoundTripTests.decoder(
      FieldRoundTripTests.encode(picture).bytes)
    func read(_ head: Head, _ strength: Float) throws -> [UInt8] {
      try decoder.picture(
        head: head, strength: strength, execution: Fixture.execution
      ).samples
    }
    let closest = try read(.distortion, 1)
    for head in [Head.perceptual, .classification] {
      let chosen = try read(head, 1)
      #expect(try read(head, 0) == closest)
      #expect(chosen != closest)
      for strength: Float in [0.25, 0.7] {
        for (place, value) in try read(head, strength).enumerated() {
          let wanted =
            Float(closest[place])
            + strength * (Float(chosen[place]) - Float(closest[place]))
          // Both ends were rounded.
          #expect(abs(Float(value) - wanted) <= 1.01)
        }
      }
    }
    #expect(try read(.distortion, 0.5) == closest)
  }

  @Test func `the seed moves the noise of the perceptual head alone`() throws {
    let picture = DrawnPhoto.picture(width: 40, height: 40)
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    let geometry = FieldGeometry(width: 40, height: 40, block: 8)
    let wanted = try FieldAnalysis(model).latents(
      of: picture, quality: 90, execution: Fixture.execution)
    let values = wanted.map { Int32(64 * $0.rounded()) }
    for head in Fixture.heads {
      let read = try [UInt64(0), 1].map { seed in
        try FieldSynthesis(model, head: head, strength: 1).samples(
          of: values, geometry: geometry, quality: 90, seed: seed,
          isGray: false, execution: Fixture.execution)
      }
      #expect((read[0] == read[1]) == (head != .perceptual))
    }
  }

  @Test func `a head that a pack lacks is named`() throws {
    let model = try Model(
      TinyFieldPack.bytes { $0.graphs["classification"] = nil })
    #expect(model.heads == [.distortion, .perceptual])
    let encoding = try Encoder(
      model: model, options: EncodingOptions(effort: 0),
      execution: Fixture.execution
    ).encode(DrawnPhoto.picture(width: 9, height: 9))
    let decoder = try Decoder(
      encoding.bytes, models: [model], execution: Fixture.execution)
    #expect(
      Self.message {
        _ = try decoder.picture(
          head: .classification, execution: Fixture.execution)
      } == "the model tiny has no classification head; "
        + "it has distortion, perceptual")
    #expect(
      Self.message { _ = try decoder.classify(execution: Fixture.execution) }
        != nil)
  }

  static func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
