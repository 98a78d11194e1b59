import Container
import PictureFiles
import RDC
import TestSupport
import Testing

@testable import LatentFieldCodec

/// What the encoder's classifier read reaches the classification head.
@Suite struct StatedFileTests {
  /// The tiny pack, whose classification head brightens the stated colour.
  static let model = Result {
    try Model(
      TinyFieldPack.bytes { builder in
        builder.add(
          "bright", [3, 3], [40, 0, 0, 0, 40, 0, 0, 0, 40] as [Float])
        var head = builder.graphs["classification"] as? [String: Any] ?? [:]
        head["inputs"] =
          (head["inputs"] as? [[String: Any]] ?? [])
          + [["name": "statement", "shape": [-1, 3]]]
        head["layers"] =
          (head["layers"] as? [[String: Any]] ?? []) + [
            [
              "op": "linear", "weight": "bright", "bias": "even",
              "inputs": ["statement"], "output": "told",
            ],
            ["op": "add", "inputs": ["out", "told"], "output": "brighter"],
          ]
        head["output"] = "brighter"
        builder.graphs["classification"] = head
      })
  }

  static func picture(_ width: Int, _ height: Int) -> Picture {
    FieldClassifierTests.picture(
      width, height, inner: [30, 130, 40], outer: [90, 60, 60])
  }

  static func file(_ picture: Picture) throws -> RDCFile {
    try RDCFile.parse(
      Encoder(
        model: model.get(), options: EncodingOptions(effort: 1),
        execution: Fixture.execution
      ).encode(picture).bytes)
  }

  static func decoder(_ file: RDCFile, label: [UInt8]?) throws
    -> Decoder
  {
    let others = file.sections.filter { $0.tag != .label }
    return try Decoder(
      RDCFile(
        face: file.face, quality: file.quality,
        fingerprint: model.get().fingerprint, seed: file.seed,
        dimensions: file.dimensions,
        sections: others
          + (label.map { [Section(.label, isRequired: false, bytes: $0)] }
            ?? []),
        payload: file.payload
      ).serialize(), models: [model.get()], execution: Fixture.execution)
  }

  /// A sure statement of one label.
  static func sure(_ label: Int) -> [UInt8] {
    Statement(labels: [label], levels: [63]).bytes
  }

  @Test func `a statement moves the classification head's pixels alone`()
    throws
  {
    let file = try Self.file(Self.picture(40, 48))
    #expect(file.section(.label)?.bytes == Self.sure(1))
    func samples(_ head: Head, _ statement: [UInt8]?) throws -> [UInt8] {
      try Self.decoder(file, label: statement).picture(
        head: head, execution: Fixture.execution
      ).samples
    }
    for head in [Head.distortion, .perceptual] {
      #expect(try samples(head, Self.sure(1)) == samples(head, nil))
    }
    let without = try samples(.classification, nil)
    // Three labels: red, blue, green.
    let three = Statement(labels: [0, 2, 1], levels: [6, 7, 5])
    let shares = three.probabilities
    for (statement, more) in [
      (Self.sure(0), [39.7, 0, 0]), (Self.sure(2), [0, 0, 39.7]),
      (three.bytes, [0, 2, 1].map { 40 * Double(shares[$0]) }),
    ] {
      let with = try samples(.classification, statement)
      for (place, sample) in with.enumerated() {
        let moved = Double(sample) - Double(without[place])
        #expect(abs(moved - more[place % 3]) <= 1)
      }
    }
  }

  @Test func `labels are those that the file states, unless one looks`() throws
  {
    let file = try Self.file(Self.picture(40, 48))
    let decoder = try Self.decoder(file, label: Self.sure(2))
    #expect(try decoder.fact("statedLabel") == .text("blue"))
    let models = [try Self.model.get()]
    let stated = try #require(
      try Decoder.stated(decoder.file.serialize(), models: models))
    #expect(stated.labels == ["red", "green", "blue"])
    let expected: [Float] = [0.00390625, 0.00390625, 0.9921875]
    #expect(stated.probabilities == [expected])
    #expect(try decoder.classify(execution: Fixture.execution).best == [1])
    let none = try Self.decoder(file, label: nil)
    #expect(try none.fact("statedLabel") == nil)
    #expect(
      try Decoder.stated(none.file.serialize(), models: models) == nil)
    #expect(try none.classify(execution: Fixture.execution).best == [1])
  }

  @Test(arguments: [(35, 90), (90, 35), (1, 1)])
  func `pictures with fewer pixels than the classifier reads state nothing`(
    _ width: Int, _ height: Int
  ) throws {
    #expect(
      try Self.file(Self.picture(width, height)).section(.label) == nil)
  }

  @Test func `a statement can be left out`() throws {
    let encoding = try FieldRoundTripTests.encode(
      Self.picture(40, 48), EncodingOptions(effort: 1, states: false))
    #expect(try RDCFile.parse(encoding.bytes).section(.label) == nil)
  }

  @Test(arguments: [[], [3], [0, 3, 0], [0xC0, 0xFF], [0, 0, 0, 0, 0]])
  func `an impossible statement is an error`(_ statement: [UInt8]) throws {
    let file = try Self.file(Self.picture(40, 48))
    #expect(
      FieldHeadTests.message { _ = try Self.decoder(file, label: statement) }
        == "label: \(statement) states none of 3 labels")
  }
}
