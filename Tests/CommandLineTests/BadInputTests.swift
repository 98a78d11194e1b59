import Foundation
import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

/// Bad input: one clear line, status 1, nothing written, nothing lost.
@Suite struct BadInputTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Runs, and expects a failure that leaves the folder as it was.
  @discardableResult
  func refused(
    _ arguments: String..., status: Int32 = 1,
    environment: [String: String] = [:]
  ) throws -> String {
    let before = scratch.names.map { ($0, try? scratch.read($0)) }
    let outcome = try Tool.run(
      arguments, in: scratch.path, environment: environment)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    if status == 1 {
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("Error: "))
    }
    #expect(outcome.output.isEmpty)
    #expect(scratch.names == before.map(\.0))
    for (name, bytes) in before {
      #expect((try? scratch.read(name)) == bytes)
    }
    return outcome.errors
  }

  @Test func `no PNG, an empty file and no file are refused`() throws {
    try scratch.write(Array("hello".utf8), "text.png")
    try scratch.write([], "empty.png")
    try scratch.write([], "empty.rdc")
    #expect(try refused("encode", "text.png").contains("text.png"))
    try refused("encode", "empty.png")
    try refused("encode", "missing.png")
    try refused("decode", "missing.rdc")
    try refused("decode", "empty.rdc")
    try refused("decode", "text.png")
    try refused("info", "text.png")
    try refused("classify", "text.png")
    try refused("measure", "text.png")
  }

  @Test func `every truncation of a PNG is refused`() throws {
    let png = try Fixture.bytes("digits/1.png")
    // Each run starts a process; the reader's own tests cut at every byte.
    for count in stride(from: 0, to: png.count - 12, by: 23) {
      try scratch.write(Array(png[..<count]), "cut.png")
      try refused("encode", "cut.png")
    }
  }

  @Test func `pictures that a model does not code are refused with its sizes`()
    throws
  {
    let large = Picture(
      width: 29, height: 28, colorSpace: .gray,
      samples: [UInt8](repeating: 9, count: 29 * 28))
    let colour = Picture(
      width: 28, height: 28, colorSpace: .rgb,
      samples: (0..<28 * 28 * 3).map { UInt8($0 % 251) })
    try scratch.write(PNGWriter.write(large), "large.png")
    try scratch.write(PNGWriter.write(colour), "colour.png")
    #expect(
      try refused("encode", "large.png", "--model", "digits").contains(
        "a gray picture of 29×28; possible: 28×28 gray"))
    #expect(
      try refused("encode", "colour.png", "--model", "digits").contains(
        "a colour picture of 28×28; possible: 28×28 gray"))
  }

  @Test func `damaged files have the exact errors of the fixtures`() throws {
    let table = try String(
      decoding: Fixture.bytes("damaged/errors.tsv"), as: UTF8.self)
    let rows = table.split(separator: "\n").map {
      $0.split(separator: "\t", maxSplits: 1).map(String.init)
    }
    #expect(rows.count >= 8)
    for row in rows {
      let name = try #require(row.first)
      try scratch.write(Fixture.bytes("damaged/\(name)"), name)
      let command = name.hasSuffix(".rdc") ? "decode" : "encode"
      let message = try refused(command, name)
      #expect(message == "Error: \(name): \(row[1])\n")
    }
  }

  @Test func `existing outputs stay without force`() throws {
    try scratch.write(Fixture.bytes("digits/2.png"), "two.png")
    try scratch.write([1, 2, 3], "two.rdc")
    #expect(try refused("encode", "two.png").contains("--force"))
    try scratch.write(Fixture.bytes("golden/2-rung1.rdc"), "gold.rdc")
    try scratch.write([4], "gold.distortion.png")
    try refused("decode", "gold.rdc")
    let outcome = try Tool.run(
      ["decode", "gold.rdc", "--force"], in: scratch.path)
    #expect(outcome.status == 0)
    #expect(try scratch.read("gold.distortion.png").count > 60)
  }

  @Test func `wishes that cannot be met are refused`() throws {
    try scratch.write(Fixture.bytes("digits/2.png"), "two.png")
    try scratch.write(Fixture.bytes("golden/2-rung1.rdc"), "gold.rdc")
    #expect(
      try refused("encode", "two.png", "--bits", "0.5").contains(
        "the least is"))
    #expect(
      try refused("encode", "two.png", "--model", "letters").contains(
        "no model 'letters'"))
    #expect(
      try refused("decode", "gold.rdc", "--pick", "1").contains(
        "no picture 1"))
    #expect(
      try refused("decode", "gold.rdc", "--head", "beauty").contains(
        "has no beauty head; it has distortion, perceptual, classification"))
    #expect(
      try refused("encode", "two.png", "--quality", "3").contains(
        "has no rate such as quality 3"))
    try refused(
      "encode", "two.png", environment: ["RDC_ISA": "mmx"])
  }

  @Test func `labels that do not match are refused before any work`() throws {
    let (images, _) = DigitPainter.set(count: 3, seed: 1)
    try scratch.write(images.serialize(), "a-images-idx3-ubyte")
    try scratch.write(
      IDXLabels(labels: [1, 2]).serialize(), "a-labels-idx1-ubyte")
    let message = try refused(
      "measure", "a-images-idx3-ubyte", "--labels", "a-labels-idx1-ubyte")
    #expect(message.contains("2 labels for 3 pictures"))
  }

  @Test func `wrong usage has status 64`() throws {
    for arguments in [
      ["encode"], ["decode"], ["encode", "a.png", "--effort", "12"],
      ["encode", "a.png", "--bits", "-1"], ["frobnicate"],
      ["decode", "a.rdc", "--head", ""],
      ["decode", "a.rdc", "--strength", "2"],
    ] {
      let outcome = try Tool.run(arguments, in: scratch.path)
      #expect(outcome.status == 64, "\(arguments)")
      #expect(scratch.names.isEmpty)
    }
  }
}
