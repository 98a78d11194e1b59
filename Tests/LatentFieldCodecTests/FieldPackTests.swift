import RDC
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Packs of photos whose tensors do not fit.
@Suite struct FieldPackTests {
  static func isRefused(
    _ change: (inout TinyFieldPack.Builder) -> Void
  ) throws -> Bool {
    let model = try Model(TinyFieldPack.bytes(change: change))
    return (try? FieldModel(model.fields)) == nil
  }

  @Test func `a pack is read, and its kind is told`() throws {
    let model = try TinyFieldPack.model.get()
    #expect(model.pack.description.kind == "latent-field")
    #expect(model.heads == Fixture.heads)
    #expect(try !Self.isRefused { _ in })
  }

  @Test func `tensors that do not fit are refused`() throws {
    let channels = TinyFieldPack.groups.reduce(0, +)
    let qualities = TinyFieldPack.qualities
    #expect(try Self.isRefused { $0.description["groups"] = [1, 2] })
    #expect(try Self.isRefused { $0.description["groups"] = [1, 2, 2, 0, 4] })
    #expect(try Self.isRefused { $0.description["classes"] = 7 })
    #expect(try Self.isRefused { $0.description["qualities"] = 512 })
    #expect(try Self.isRefused { $0.description["block"] = 0 })
    #expect(
      try Self.isRefused {
        $0.add(
          "step64", [qualities, channels],
          [Float](repeating: 0, count: qualities * channels))
      })
    #expect(
      try Self.isRefused {
        $0.add("cell", [6], [UInt8](repeating: 40, count: 6))
      })
    #expect(
      try Self.isRefused {
        $0.add("knots", [3], [UInt32](arrayLiteral: 0, 1, 2))
      })
    #expect(
      try Self.isRefused {
        $0.add("ctx.lut", [64], [UInt8](repeating: 65, count: 64))
      })
    // Sums that could leave 32 bits.
    #expect(
      try Self.isRefused {
        $0.add(
          "ctx.0.hiddenBias", [3, 8], [Int32](repeating: .max, count: 24))
      })
  }
}

/// Packs whose sums need more than 32 bits give the same symbols.
@Suite struct FieldWideSumsTests {
  /// A pack in which three hidden units of the last group are always 0, so
  /// that what they weigh says nothing.
  static func model(dead weight: Int16) throws -> Model {
    try Model(
      TinyFieldPack.bytes { builder in
        var random = SplitMix64(seed: 3)
        let hidden = TinyFieldPack.hidden
        builder.add(
          "ctx.4.hiddenBias", [3, hidden],
          (0..<3 * hidden).map { place in
            place % hidden < 3 ? -1 << 28 : Int32(random.small(5000))
          })
        builder.add(
          "ctx.4.leave", [hidden, 4],
          (0..<4 * hidden).map { place in
            place / 4 < 3 ? weight : Int16(random.small(1500))
          })
      })
  }

  @Test(arguments: Fixture.executions)
  func `wide sums are the narrow ones`(_ execution: Execution) throws {
    let picture = DrawnPhoto.picture(width: 70, height: 55)
    let payloads = try [Int16(5), 32767].map { weight in
      let model = try Self.model(dead: weight)
      let last = try #require(FieldModel(model.fields).contexts.groups.last)
      #expect(last.fits32 == (weight == 5))
      let bytes = try Encoder(
        model: model,
        options: EncodingOptions(rate: .quality(70), effort: 1),
        execution: execution
      ).encode(picture).bytes
      return try Decoder(
        bytes, models: [model], execution: execution
      )
      .file.payload
    }
    #expect(payloads[0] == payloads[1])
  }
}
