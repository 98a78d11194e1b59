import ModelPack
import NeuralInference
import RDC
import Samples
import TestSupport
import Testing

@testable import LatentVectorCodec

/// Heads between the distortion head and another one.
@Suite struct DialTests {
  /// The classification head in the middle of a dial.
  static var middle: [[String: Any]] {
    [["strength": 0.5, "graph": "3x3/classification"]]
  }

  @Test func `the heads between are read from a pack`() throws {
    let model = try EditedPack.model(between: ["perceptual": Self.middle])
    let rungs = try model.vectors.description.rungs
    #expect(
      rungs[1].between == [
        "perceptual": [
          IntermediateHead(strength: 0.5, graph: "3x3/classification")
        ]
      ])
    let plain = try EditedPack.model(between: nil)
    #expect(try plain.vectors.description.rungs[1].between.isEmpty)
  }

  @Test(arguments: [
    ([0.0], "0.strength", "0.0 is not between 0.0 and 1"),
    ([1.0], "0.strength", "1.0 is not between 0.0 and 1"),
    ([-0.5], "0.strength", "-0.5 is not between 0.0 and 1"),
    ([0.5, 0.5], "1.strength", "0.5 is not between 0.5 and 1"),
    ([0.75, 0.25], "1.strength", "0.25 is not between 0.75 and 1"),
    ([0.5, 0.500000001], "1.strength", "0.5 is not between 0.5 and 1"),
    ([0.999999999], "0.strength", "1.0 is not between 0.0 and 1"),
  ])
  func `strengths that do not rise between 0 and 1 are refused`(
    _ strengths: [Double], _ place: String, _ reason: String
  ) throws {
    let heads = strengths.map {
      ["strength": $0, "graph": "3x3/distortion"] as [String: Any]
    }
    let error = try Self.refusal(of: ["perceptual": heads])
    #expect(error.hasPrefix("“rungs.1.between.perceptual.\(place)”, byte "))
    #expect(error.hasSuffix(": \(reason)"))
  }

  @Test func `heads between lead to a head that is there`() throws {
    for name in ["distortion", "natural"] {
      let error = try Self.refusal(of: [name: Self.middle])
      #expect(error.hasPrefix("“rungs.1.between.\(name)”, byte "))
      #expect(error.hasSuffix(": '\(name)' is no head that a dial leads to"))
    }
    let nameless = try Self.refusal(of: ["perceptual": [["strength": 0.5]]])
    #expect(nameless.hasSuffix(": is missing"))
  }

  /// What is wrong with the description, in words.
  static func refusal(
    of between: [String: [[String: Any]]]
  ) throws -> String {
    let bytes = try EditedPack.bytes { $0["between"] = between }
    let error = #expect(throws: RDCError.self) { try Model(bytes) }
    guard case .pack(.badDescription(let reason)) = error else { return "" }
    return reason
  }

  @Test func `a head between that is not in the pack is named`() throws {
    let model = try EditedPack.model(
      between: ["perceptual": [["strength": 0.5, "graph": "none"]]])
    let decoder = try Self.decoder(model)
    let error = #expect(throws: RDCError.self) {
      try decoder.reader(of: .perceptual, strength: 0.5)
    }
    guard case .pack(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason == .badGraph(name: "none", reason: "not in the pack"))
  }

  @Test func `a strength finds its knot or its two neighbours`() {
    let between = [
      IntermediateHead(strength: 0.25, graph: "a"),
      IntermediateHead(strength: 0.75, graph: "b"),
    ]
    func dial(_ strength: Float, _ between: [IntermediateHead]) -> VectorDial {
      VectorDial(from: "d", through: between, to: "h", strength: strength)
    }
    for (strength, lower, upper, weight): (Float, String, String?, Float) in [
      (0, "d", nil, 0), (0.125, "d", "a", 0.5), (0.25, "a", nil, 0),
      (0.625, "a", "b", 0.75), (0.75, "b", nil, 0), (0.875, "b", "h", 0.5),
      (1, "h", nil, 0),
    ] {
      let found = dial(strength, between)
      #expect(found.lower == lower && found.upper == upper, "\(strength)")
      #expect(found.weight == weight, "\(strength)")
    }
    // Without heads between the weight is the strength itself, unrounded.
    for strength in [Float(0.1), 0.3, 0.7] {
      let found = dial(strength, [])
      #expect(found.lower == "d" && found.upper == "h")
      #expect(found.weight == strength)
    }
  }

  @Test(arguments: Fixture.executions)
  func `a knot is its head alone, and neighbours are blended`(
    _ execution: Execution
  ) throws {
    let dial = try Self.decoder(
      EditedPack.model(between: ["perceptual": Self.middle]))
    let plain = try Self.decoder(EditedPack.model(between: nil))
    func read(
      _ decoder: Decoder, _ head: Head, _ strength: Float
    ) throws -> [UInt8] {
      try decoder.pictures(
        head: head, strength: strength, execution: execution
      ).samples
    }
    let closest = try read(plain, .distortion, 1)
    let middle = try read(plain, .classification, 1)
    let natural = try read(plain, .perceptual, 1)
    #expect(try read(dial, .perceptual, 0) == closest)
    #expect(try read(dial, .perceptual, 0.5) == middle)
    #expect(try read(dial, .perceptual, 1) == natural)
    // Half the way to the knot is half the way to its head.
    #expect(
      try read(dial, .perceptual, 0.25) == read(plain, .classification, 0.5))
    for (between, (a, b)) in zip(
      try read(dial, .perceptual, 0.75), zip(middle, natural))
    {
      #expect(abs(2 * Int(between) - Int(a) - Int(b)) <= 2)
    }
    // The other dial has no knots.
    #expect(
      try read(dial, .classification, 0.5)
        == read(plain, .classification, 0.5))
  }

  @Test(arguments: [Head.perceptual, .classification], Fixture.rungs)
  func `the shipped heads between are read at their strengths`(
    _ head: Head, _ rung: Int
  ) throws {
    let model = try Model.embedded(named: "digits")
    let decoder = try Self.decoder(model, rung: rung)
    let rungs = try model.vectors.description.rungs
    let knots = rungs[rung].between[head.rawValue] ?? []
    // To the classification head, other rates have the plain blend.
    #expect(knots.isEmpty == (head == .classification && rung != 1))
    for knot in knots {
      // The same pack with this head in the place of the chosen one.
      let alone = try Model(
        EditedPack.bytes(rung: rung) { rung in
          var heads = rung["heads"] as? [String: Any] ?? [:]
          heads[head.rawValue] = knot.graph
          rung["heads"] = heads
        })
      #expect(
        try decoder.pictures(
          head: head, strength: knot.strength, execution: Fixture.execution
        ).samples
          == Self.decoder(alone, rung: rung).pictures(
            head: head, execution: Fixture.execution
          ).samples)
    }
  }

  /// A few drawn digits, at 4.75 bits unless another rung is named.
  static func decoder(_ model: Model, rung: Int = 1) throws -> Decoder {
    let encoding = try Encoder(
      model: model, options: EncodingOptions(rate: .rung(rung), effort: 0),
      execution: Fixture.execution
    ).encode(DigitPainter.set(count: 12, seed: 5).images)
    return try Decoder(
      encoding.bytes, models: [model], execution: Fixture.execution)
  }
}
