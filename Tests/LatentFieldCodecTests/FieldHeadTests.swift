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

  /// Latents that a formula draws.
  static func latents(
    _ model: FieldModel, _ geometry: FieldGeometry, quality: Int
  ) -> FieldLatents {
    let grid = QualityGrid(
      rows: geometry.cellRows, columns: geometry.cellColumns,
      quality: quality,
      map: QualityMap(
        steps: (0..<geometry.cellRows * geometry.cellColumns).map {
          Int8($0 % 13 - 4)
        }), last: model.lastQuality)
    func drawn(_ count: Int) -> [Int32] {
      (0..<count).map { Int32(($0 * 7919) % 400 - 200) }
    }
    let coarse = drawn(grid.rows * grid.columns * model.coarse.layout.coded)
    return FieldLatents(
      quality: grid, coarse: coarse,
      means: model.transform.inverse(coarse, grid),
      fine: drawn(geometry.rows * geometry.columns * model.fine.layout.coded))
  }

  /// An input of a head, all lines of it.
  static func whole(
    _ inputs: HeadInputs, _ input: InputDescription
  ) throws -> Tensor {
    let source = try inputs.source(input)
    let shape = inputs.shape(source)
    var values = [Float](repeating: .nan, count: shape.reduce(1, *))
    let lines = shape.count == 4 ? shape[1] : shape[0]
    values.withUnsafeMutableBufferPointer {
      inputs.fill(source, 0..<lines, $0)
    }
    return try Tensor(shape: shape, values: values)
  }

  @Test(arguments: Fixture.heads)
  func `tiles give the pixels of the whole, noise and all`(
    _ head: Head
  ) throws {
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    // Wider than a tile, and high enough for one on each thread.
    for (rows, columns, threads, tiles) in [
      (2, 130, 1, 2), (13, 3, 2, 2), (7, 129, 3, 2),
    ] {
      let geometry = FieldGeometry(width: 32 * columns, height: 32 * rows)
      #expect(FieldTile.cover(geometry, threads: threads).count == tiles)
      let latents = Self.latents(model, geometry, quality: 60)
      let source = HeadInputs(
        model: model, latents: latents,
        tile: FieldTile(
          rows: 0..<rows, columns: 0..<columns, outerColumns: 0..<columns),
        geometry: geometry, seed: 5, statement: nil)
      let graph = try model.graph(of: head)
      var inputs: [String: Tensor] = [:]
      for input in graph.description.inputs {
        inputs[input.name] = try Self.whole(source, input)
      }
      if head == .perceptual {
        #expect(
          try inputs["noise8"]
            == Self.noise(
              stream: 1, height: 4 * rows, width: 4 * columns, depth: 2))
        #expect(
          try inputs["noise2"]
            == Self.noise(
              stream: 2, height: 16 * rows, width: 16 * columns, depth: 3))
      }
      let pixels = try Fixture.execution.run(graph, inputs)
      var execution = Fixture.execution
      execution.threads = threads
      let samples = try FieldSynthesis(model, head: head, strength: 1)
        .samples(
          of: latents, geometry: geometry, seed: 5, isGray: false,
          execution: execution)
      #expect(samples == pixels.values.map { UInt8($0 + 0.5) })
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
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    let geometry = FieldGeometry(width: 40, height: 40)
    let latents = Self.latents(model, geometry, quality: 90)
    for head in Fixture.heads {
      let read = try [UInt64(0), 1].map { seed in
        try FieldSynthesis(model, head: head, strength: 1).samples(
          of: latents, geometry: geometry, seed: seed, isGray: false,
          execution: Fixture.execution)
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
    // Its classifier then reads the picture of the closest pixels.
    #expect(
      Self.message { _ = try decoder.classify(execution: Fixture.execution) }
        == nil)
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
