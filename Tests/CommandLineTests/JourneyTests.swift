import Foundation
import PictureFiles
import RDC
import TestSupport
import Testing

/// What a newcomer does, on drawn digits.
@Suite struct JourneyTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @discardableResult
  func rdc(_ arguments: String..., input: [UInt8] = []) throws -> Tool.Outcome {
    let outcome = try Tool.run(arguments, in: scratch.path, input: input)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return outcome
  }

  @Test func `one digit through all heads`() throws {
    try scratch.write(Fixture.bytes("digits/7.png"), "seven.png")
    let encoded = try rdc("encode", "seven.png")
    #expect(encoded.errors.hasPrefix("seven.rdc: 8 bytes, 1 picture"))
    #expect(try scratch.read("seven.rdc").count == 8)
    for head in Fixture.heads {
      try rdc("decode", "seven.rdc", "--head", head.rawValue)
      let picture = try PNGReader.read(
        scratch.read("seven.\(head.rawValue).png"))
      #expect(picture.width == 28 && picture.height == 28)
      #expect(picture.colorSpace == .gray)
    }
    let label = try rdc("classify", "seven.rdc")
    #expect(String(decoding: label.output, as: UTF8.self).hasPrefix("0\t7\t"))
    let info = try rdc("info", "seven.rdc", "--json")
    let fields = try JSONSerialization.jsonObject(with: Data(info.output))
    #expect((fields as? [String: Any])?["bytes"] as? Int == 8)
  }

  @Test func `several inputs become one archive and come back`() throws {
    for digit in 0..<3 {
      try scratch.write(
        Fixture.bytes("digits/\(digit).png"), "\(digit).png")
    }
    try rdc("encode", "0.png", "1.png", "2.png", "-o", "all.rdc", "--quiet")
    try rdc("decode", "all.rdc", "--head", "classification")
    let folder = "\(scratch.path)/all.classification"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.sorted() == ["0.png", "1.png", "2.png"])
    try rdc("decode", "all.rdc", "-o", "back-idx3-ubyte.gz")
    let set = try IDXImages.parse(scratch.read("back-idx3-ubyte.gz"))
    #expect(set.count == 3)
    try rdc("decode", "all.rdc", "--pick", "1", "-o", "one.png")
    let one = try PNGReader.read(scratch.read("one.png"))
    #expect(one.samples == Array(set[1]))
  }

  @Test func `a folder is an archive`() throws {
    let folder = "\(scratch.path)/pictures"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    for digit in [4, 5] {
      try scratch.write(
        Fixture.bytes("digits/\(digit).png"), "pictures/\(digit).png")
    }
    try rdc("encode", "pictures/", "-e", "0")
    let info = try rdc("info", "pictures.rdc")
    #expect(String(decoding: info.output, as: UTF8.self).contains("2 pictures"))
  }

  @Test func `drawn sets are measured`() throws {
    try rdc("draw", "set-images-idx3-ubyte", "--count", "12")
    let measured = try rdc(
      "measure", "set-images-idx3-ubyte", "--labels", "set-labels-idx1-ubyte",
      "-e", "0", "--json")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(measured.output))
        as? [String: Any])
    #expect(json["pictures"] as? Int == 12)
    #expect(json["original"] is [String: Any])
    let points = try #require(json["points"] as? [[String: Any]])
    #expect(points.count == 1)
    #expect((points[0]["heads"] as? [Any])?.count == 3)
    #expect(points[0]["labelAccuracy"] is Double)
  }

  @Test func `standard input and output carry files`() throws {
    let png = try Fixture.bytes("digits/3.png")
    let encoded = try rdc("encode", "-", input: png)
    #expect(encoded.output.count == 8)
    let decoded = try rdc("decode", "-", input: encoded.output)
    #expect(try PNGReader.read(decoded.output).width == 28)
    #expect(scratch.names.isEmpty)
  }

  @Test func `colour that is gray is accepted`() throws {
    let gray = try PNGReader.read(Fixture.bytes("digits/6.png"))
    let colour = Picture(
      width: 28, height: 28, colorSpace: .rgb,
      samples: gray.samples.flatMap { [$0, $0, $0] },
      alpha: [UInt8](repeating: 255, count: 784))
    try scratch.write(PNGWriter.write(colour), "colour.png")
    try scratch.write(PNGWriter.write(gray), "gray.png")
    try rdc("encode", "colour.png", "gray.png")
    #expect(
      try scratch.read("colour.rdc") == scratch.read("gray.rdc"))
  }

  @Test(arguments: [
    ["--help"], ["encode", "--help"], ["decode", "--help"],
    ["classify", "--help"], ["info", "--help"], ["measure", "--help"],
    ["models", "--help"], ["bench", "--help"], ["draw", "--help"],
    ["--version"], ["models"], ["models", "--json"],
    ["--generate-completion-script", "bash"],
  ])
  func `help, version and models answer`(_ arguments: [String]) throws {
    let outcome = try Tool.run(arguments, in: scratch.path)
    #expect(outcome.status == 0)
    #expect(!outcome.output.isEmpty)
  }
}
