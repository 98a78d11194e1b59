import RDC
import TestSupport
import Testing

/// Packs whose description is sound JSON and breaks a rule: each is refused by
/// its reader, with the field's name, before any command gets to see it.
@Suite struct HostilePackTests {
  /// What the reader says about the pack of digits with a changed description.
  static func message(
    _ change: (inout [String: Any]) -> Void
  ) throws -> String {
    let bytes = try EditedPack.described(change)
    do {
      _ = try Model(bytes)
      return "accepted"
    } catch {
      return "\(error)"
    }
  }

  @Test func `an untouched description is accepted`() throws {
    #expect(try Self.message { _ in } == "accepted")
  }

  @Test(
    arguments: [
      (["4", "4"], "“labels.1”", "'4' stands twice"),
      ([], "“labels”", "has 0 labels, not 1 to 256"),
    ] as [([String], String, String)])
  func `labels are told apart`(
    labels: [String], field: String, reason: String
  ) throws {
    let message = try Self.message { $0["labels"] = labels }
    #expect(message.contains(field) && message.contains(reason), "\(message)")
  }

  @Test(arguments: [0, 257, 400])
  func `a file's byte can name every rung`(count: Int) throws {
    let message = try Self.message { description in
      let rungs = description["rungs"] as? [Any] ?? []
      description["rungs"] = [Any](repeating: rungs[0], count: count)
    }
    #expect(
      message.contains("“rungs”")
        && message.contains("has \(count) rungs, not 1 to 256"), "\(message)")
  }

  @Test(arguments: [
    ("defaultRung", 4, "4 is outside 0...3"),
    ("defaultRung", -1, "-1 is outside 0...3"),
    ("ditherResolution", 0, "0 is outside 1...4096"),
    ("ditherResolution", 48, "48 is no power of two"),
  ])
  func `numbers are in range`(
    field: String, value: Int, reason: String
  ) throws {
    let message = try Self.message { $0[field] = value }
    #expect(
      message.contains("“\(field)”") && message.contains(reason), "\(message)")
  }

  @Test func `pictures are gray`() throws {
    let message = try Self.message {
      $0["picture"] = ["width": 28, "height": 28, "channels": 2]
    }
    #expect(
      message.contains("“picture.channels”")
        && message.contains("2 is outside 1...1"), "\(message)")
  }

  @Test(arguments: [
    (2, 256, "“rungs.1.levels”", "more cells than 21399"),
    (16, 256, "“rungs.1.levels”", "more cells than 21399"),
    (17, 2, "“rungs.1.latents”", "17 is outside 1...16"),
    (0, 2, "“rungs.1.latents”", "0 is outside 1...16"),
    (2, 1, "“rungs.1.levels”", "1 is outside 2...256"),
  ])
  func `the search's cells are bounded`(
    latents: Int, levels: Int, field: String, reason: String
  ) throws {
    let message = try Self.message { description in
      var rungs = description["rungs"] as? [[String: Any]] ?? []
      rungs[1]["latents"] = latents
      rungs[1]["levels"] = levels
      description["rungs"] = rungs
    }
    #expect(message.contains(field) && message.contains(reason), "\(message)")
  }

  @Test func `an analysis of another shape is an error, not a trap`() throws {
    let model = try Model(
      EditedPack.bytes { $0["analysis"] = $0["label"] })
    #expect(throws: RDCError.self) {
      try Encoder(
        model: model, options: EncodingOptions(rate: .rung(1), effort: 0),
        execution: Fixture.execution
      ).encode(Fixture.digit(3))
    }
    // A classifier reads pictures as the analysis does, and gives ten numbers.
    let classifier = try Model(
      EditedPack.described { description in
        var rungs = description["rungs"] as? [[String: Any]] ?? []
        let classifiers = description["classifiers"] as? [String: Any]
        rungs[1]["analysis"] = classifiers?["guide"]
        description["rungs"] = rungs
      })
    #expect {
      try Encoder(
        model: classifier,
        options: EncodingOptions(rate: .rung(1), effort: 0),
        execution: Fixture.execution
      ).encode(Fixture.digit(3))
    } throws: { error in
      "\(error)".contains("gives [1, 10], expected [1, 3]")
    }
  }

  @Test(arguments: [Double.nan, -Double.infinity, 0, -3])
  func `a digit's rate that is no number is an error`(bits: Double) throws {
    let encoder = try Encoder(
      model: try Model.embedded(named: "digits"),
      options: EncodingOptions(rate: .bitsPerPicture(bits), effort: 0),
      execution: Fixture.execution)
    #expect(throws: RDCError.self) { try encoder.encode(Fixture.digit(2)) }
    #expect(
      "\(RDCError.rateTooLow(asked: bits, least: .infinity))".contains("bits"))
  }
}
