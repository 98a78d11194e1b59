import Foundation
import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

/// What a newcomer does with photos, on a painted scene.
@Suite struct PhotoJourneyTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write(
      PNGWriter.write(ScenePainter().picture(width: 192, height: 128)),
      "scene.png")
  }

  @discardableResult
  func rdc(_ arguments: String..., input: [UInt8] = []) throws -> Tool.Outcome {
    let outcome = try Tool.run(arguments, in: scratch.path, input: input)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return outcome
  }

  /// Runs, and expects one line of error and nothing written.
  func refused(_ arguments: String...) throws -> String {
    let names = scratch.names
    let outcome = try Tool.run(arguments, in: scratch.path)
    #expect(outcome.status == 1, "\(arguments): \(outcome.errors)")
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(scratch.names == names)
    return outcome.errors
  }

  func json(_ arguments: String...) throws -> [String: Any] {
    let outcome = try Tool.run(arguments, in: scratch.path)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output))
        as? [String: Any])
  }

  @Test func `one photo through all heads`() throws {
    let encoded = try rdc("encode", "scene.png", "-q", "40")
    #expect(encoded.errors.hasPrefix("scene.rdc: "))
    #expect(encoded.errors.contains("192×128 pixels"))
    let bytes = try scratch.read("scene.rdc")
    let info = try json("info", "scene.rdc", "--json")
    #expect(info["bytes"] as? Int == bytes.count)
    #expect(info["width"] as? Int == 192)
    #expect((info["quality"] as? Double).map { abs($0 - 40) < 0.5 } == true)
    let heads = try #require(info["heads"] as? [String])
    #expect(heads.contains("distortion"))
    for head in heads {
      try rdc("decode", "scene.rdc", "--head", head)
      let picture = try PNGReader.read(scratch.read("scene.\(head).png"))
      #expect(picture.width == 192 && picture.height == 128)
      #expect(picture.colorSpace == .rgb)
    }
    for head in Fixture.heads.map(\.rawValue) where !heads.contains(head) {
      #expect(
        try refused("decode", "scene.rdc", "--head", head).contains(
          "has no \(head) head"))
    }
    let piped = try rdc(
      "encode", "-", "-q", "40", input: scratch.read("scene.png"))
    #expect(piped.output == bytes)
  }

  @Test func `photos have a page of what was measured`() throws {
    let outcome = try rdc(
      "measure", "scene.png", "-e", "0", "-q", "20,60", "--html", "page.html")
    // Photos are no sample of a set.
    #expect(!outcome.errors.contains("too few"))
    let page = String(decoding: try scratch.read("page.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    for word in ["PSNR", "quality 20", "quality 60", "data:image/png;base64,"] {
      #expect(page.contains(word), "\(word)")
    }
  }

  @Test(arguments: [2500, 6000])
  func `a size is hit within two per cent`(_ size: Int) throws {
    try rdc("encode", "scene.png", "--size", "\(size)", "-e", "1")
    let found = try scratch.read("scene.rdc").count
    #expect(abs(found - size) <= size / 50)
    let bits = Double(8 * size) / Double(192 * 128)
    try rdc("encode", "scene.png", "--bpp", "\(bits)", "-e", "1", "-f")
    #expect(abs(try scratch.read("scene.rdc").count - size) <= size / 50)
  }

  @Test func `sizes beyond the qualities are said`() throws {
    let most = try rdc("encode", "scene.png", "--bpp", "20", "-e", "0")
    #expect(most.errors.contains("no quality gives 61440 bytes; the best one"))
    #expect(
      try refused("encode", "scene.png", "--size", "20", "-f", "-e", "0")
        .contains("the least is"))
  }

  @Test func `limits are kept, and nothing is written`() throws {
    #expect(
      try refused("encode", "scene.png", "--max-pixels", "24575").contains(
        "192x128"))
    #expect(
      try refused("encode", "scene.png", "--max-memory", "1").contains(
        "of memory needed"))
    try rdc("encode", "scene.png", "-e", "0")
    #expect(
      try refused("decode", "scene.rdc", "--max-pixels", "24575").contains(
        "192x128"))
    #expect(
      try refused("decode", "scene.rdc", "--max-memory", "1").contains(
        "of memory needed"))
    try rdc("decode", "scene.rdc", "--max-pixels", "24576")
  }

  @Test func `sixteen bits are said to be coded at eight`() throws {
    // One gray pixel of 16 bits, made with Python's zlib.
    let hex =
      "89504e470d0a1a0a0000000d4948445200000001000000011000000000"
      + "6aee47160000000b49444154789c6310320100005b004796fb1b650000"
      + "000049454e44ae426082"
    var bytes: [UInt8] = []
    var rest = hex[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    try scratch.write(bytes, "deep.png")
    let outcome = try rdc("encode", "deep.png")
    #expect(outcome.errors.contains("16 bits a sample, coded at 8"))
  }

  @Test func `damaged photos are refused`() throws {
    try rdc("encode", "scene.png", "-q", "20", "-e", "0")
    let file = try scratch.read("scene.rdc")
    try scratch.write(Array(file.dropLast()), "cut.rdc")
    var altered = file
    altered[file.count / 2] ^= 4
    try scratch.write(altered, "flipped.rdc")
    for name in ["cut.rdc", "flipped.rdc"] {
      #expect(try refused("decode", name).contains(name))
      #expect(try refused("info", name).contains(name))
      #expect(try refused("classify", name).contains(name))
    }
  }

  @Test func `photos are measured at several rates and against a curve`()
    throws
  {
    let rates = ["measure", "scene.png", "-e", "0", "--heads", "distortion"]
    let first = try Tool.run(
      rates + ["--qualities", "20,50,80", "--json"], in: scratch.path)
    #expect(first.status == 0, "\(first.errors)")
    let own = try #require(
      try JSONSerialization.jsonObject(with: Data(first.output))
        as? [String: Any])
    let points = try #require(own["points"] as? [[String: Any]])
    #expect(points.count == 3)
    let bits = points.compactMap { $0["bpp"] as? Double }
    let ratios = points.compactMap { $0["psnr"] as? Double }
    #expect(bits == bits.sorted() && bits.count == 3)
    #expect(ratios == ratios.sorted() && ratios.count == 3)
    try scratch.write(first.output, "own.json")
    let same = try json(
      "measure", "scene.png", "-e", "0", "--heads", "distortion",
      "--qualities", "20,50,80", "--json", "--against", "own.json")
    let comparisons = try #require(
      same["comparisons"] as? [[String: Any]])
    #expect(comparisons.count == 2)
    for comparison in comparisons {
      let rate = try #require(comparison["bdRate"] as? Double)
      #expect(abs(rate) < 1e-9)
    }
    // Half the bits for the same quality: twice the rate is needed.
    let others = zip(bits, ratios).map {
      "{\"bpp\": \($0 / 2), \"psnr\": \($1)}"
    }
    try scratch.write(
      Array(
        "{\"name\": \"half\", \"points\": [\(others.joined(separator: ","))]}"
          .utf8), "half.json")
    let against = try Tool.run(
      rates + ["--qualities", "20,50,80", "--against", "half.json"],
      in: scratch.path)
    let text = String(decoding: against.output, as: UTF8.self)
    #expect(text.contains("BD-rate +"), "\(text)")
    #expect(text.contains("within 0.1 to 1.5 bits a pixel"))
    try scratch.write(Array("{}".utf8), "none.json")
    #expect(
      try refused("measure", "scene.png", "--against", "none.json").contains(
        "is no JSON of a codec's points"))
  }
}
