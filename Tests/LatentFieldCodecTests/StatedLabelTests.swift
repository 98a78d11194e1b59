import Container
import PictureFiles
import RDC
import TestSupport
import Testing

@testable import LatentFieldCodec

/// What the encoder's classifier read reaches the classification head.
@Suite struct StatedLabelTests {
  /// The tiny pack, whose classification head brightens the stated colour.
  static let model = Result {
    try Model(
      TinyFieldPack.bytes { builder in
        builder.add(
          "bright", [3, 3], [40, 0, 0, 0, 40, 0, 0, 0, 40] as [Float])
        var head = builder.graphs["classification"] as? [String: Any] ?? [:]
        head["inputs"] =
          (head["inputs"] as? [[String: Any]] ?? [])
          + [["name": "labels", "shape": [-1, 3]]]
        head["layers"] =
          (head["layers"] as? [[String: Any]] ?? []) + [
            [
              "op": "linear", "weight": "bright", "bias": "even",
              "inputs": ["labels"], "output": "told",
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

  @Test func `the label moves the classification head's pixels alone`() throws {
    let file = try Self.file(Self.picture(32, 32))
    #expect(file.section(.label)?.bytes == [1])
    func samples(_ head: Head, _ label: [UInt8]?) throws -> [UInt8] {
      try Self.decoder(file, label: label).picture(
        head: head, execution: Fixture.execution
      ).samples
    }
    for head in [Head.distortion, .perceptual] {
      #expect(try samples(head, [1]) == samples(head, nil))
    }
    let without = try samples(.classification, nil)
    for label in 0..<3 {
      let with = try samples(.classification, [UInt8(label)])
      for (place, sample) in with.enumerated() {
        let more = place % 3 == label ? 40 : 0
        let wanted = min(255, Int(without[place]) + more)
        #expect(abs(Int(sample) - wanted) <= 1)
      }
    }
    #expect(
      try Self.decoder(file, label: [1]).fact("statedLabel") == .text("green"))
    #expect(try Self.decoder(file, label: nil).fact("statedLabel") == nil)
  }

  @Test(arguments: [(33, 32), (32, 31), (64, 64), (1, 1)])
  func `pictures of other sizes state none`(_ width: Int, _ height: Int) throws
  {
    #expect(
      try Self.file(Self.picture(width, height)).section(.label) == nil)
  }

  @Test func `a head without the input is told none`() throws {
    let encoding = try FieldRoundTripTests.encode(Self.picture(32, 32))
    #expect(try RDCFile.parse(encoding.bytes).section(.label) == nil)
  }

  @Test(arguments: [[3], [], [0, 1], [255]] as [[UInt8]])
  func `an impossible label is an error`(_ label: [UInt8]) throws {
    let file = try Self.file(Self.picture(32, 32))
    #expect(
      FieldHeadTests.message { _ = try Self.decoder(file, label: label) }
        == "label: \(label) is none of 3 labels")
  }
}
