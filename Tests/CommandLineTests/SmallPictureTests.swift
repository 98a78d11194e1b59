import Foundation
import PictureFiles
import TestSupport
import Testing

/// Small readings of large photos, and what file managers make of them.
@Suite struct SmallPictureTests {
  static let desktop = Fixture.folder + "/../Sources/RDCTool/Desktop/"

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: desktop + name, encoding: .utf8)
  }

  @Test(arguments: [(200, 144), (100, 72), (40, 36), (20, 18), (1, 1)])
  func `the longer side is within what was asked for`(
    limit: Int, width: Int
  ) throws {
    let scratch = try Scratch()
    try scratch.write(Fixture.bytes("golden/scene-q60.rdc"), "a.rdc")
    let outcome = try Tool.run(
      ["decode", "a.rdc", "--max-side", "\(limit)", "-o", "a.png"],
      in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let picture = try PNGReader.read(scratch.read("a.png"))
    #expect(max(picture.width, picture.height) == width)
  }

  @Test
  func `a side of no pixel is wrong usage, digits keep their size`() throws {
    let scratch = try Scratch()
    try scratch.write(Fixture.bytes("golden/7-rung1.rdc"), "a.rdc")
    // Wrong usage has its lines of advice.
    for (limit, status, lines) in [
      ("0", Int32(64), 3), ("27", 1, 1), ("28", 0, 1),
    ] {
      let outcome = try Tool.run(
        ["decode", "a.rdc", "--max-side", limit, "-o", "a.png"],
        in: scratch.path)
      #expect(outcome.status == status)
      #expect(outcome.errorLines.count == lines)
    }
  }

  @Test(arguments: ["scene-q60", "7-rung1"])
  func `the thumbnailer's line makes a picture`(name: String) throws {
    let scratch = try Scratch()
    let strange = "it's \"a\" $HOME.rdc"
    try scratch.write(Fixture.bytes("golden/\(name).rdc"), strange)
    let lines = try Self.text("rdc.thumbnailer").split(separator: "\n")
    let exec = try #require(
      lines.first { $0.hasPrefix("Exec=") }?.dropFirst(5))
    let line = exec.replacingOccurrences(of: "%s", with: "48")
      .replacingOccurrences(of: "%i", with: "'it'\\''s \"a\" $HOME.rdc'")
      .replacingOccurrences(of: "%o", with: "'a thumbnail'")
    let outcome = try Tool.shell(
      "PATH=$(dirname \"$RDC\"):$PATH; \(line)", in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let picture = try PNGReader.read(scratch.read("a thumbnail"))
    #expect((1...48).contains(max(picture.width, picture.height)))
  }

  @Test
  func `the types of thumbnailer and description are one`() throws {
    #expect(try Self.text("rdc.thumbnailer").contains("MimeType=image/x-rdc;"))
    #expect(try Self.text("rdc.xml").contains("type=\"image/x-rdc\""))
  }
}
