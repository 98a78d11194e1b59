import Foundation
import RDC
import TestSupport
import Testing

/// Archives that keep the names of their pictures.
@Suite struct NamesTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for folder in ["in", "in/more"] {
      try FileManager.default.createDirectory(
        atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: true)
    }
    for (digit, name) in [
      (1, "d1"), (2, "d2"), (3, "d10"), (4, "more/x y"),
    ] {
      try scratch.write(Fixture.bytes("digits/\(digit).png"), "in/\(name).png")
    }
  }

  @discardableResult
  func run(_ arguments: String..., status: Int32 = 0) throws -> Tool.Outcome {
    let outcome = try Tool.run(arguments, in: scratch.path)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    return outcome
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: "\(scratch.path)/\(folder)"
    ).sorted()
  }

  @Test func `a folder's names are kept, in people's order`() throws {
    let encoded = try run("encode", "in", "-e0")
    #expect(encoded.errors.contains("names "), "\(encoded.errors)")
    let info = try run("info", "in.rdc")
    #expect(
      String(decoding: info.output, as: UTF8.self).contains(
        "names: d1, d2, d10, more-x y\n"))
    try run("decode", "in.rdc", "-o", "out")
    #expect(
      try names(in: "out") == ["d1.png", "d10.png", "d2.png", "more-x y.png"])
    let read = try run("classify", "in.rdc")
    let lines = String(decoding: read.output, as: UTF8.self).split(
      separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].hasPrefix("2\t3\t") && lines[2].hasSuffix("\td10"))
    #expect(read.errors.contains("knows only these labels: 0, 1, 2"))
    let one = try run("classify", "in.rdc", "--pick", "3", "--json")
    #expect(
      String(decoding: one.output, as: UTF8.self).contains("\"more-x y\""))
  }

  @Test func `names are left out on demand, and kept of files on demand`()
    throws
  {
    try run("encode", "in", "-e0", "--no-names")
    try run("decode", "in.rdc", "-o", "out")
    #expect(try names(in: "out") == ["0.png", "1.png", "2.png", "3.png"])
    let plain = try scratch.read("in.rdc")
    let files = ["in/d1.png", "in/d2.png", "in/d10.png", "in/more/x y.png"]
    func encode(_ extra: [String]) throws -> [UInt8] {
      let outcome = try Tool.run(
        ["encode", "-e0", "-fo", "set.rdc"] + extra + files, in: scratch.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try scratch.read("set.rdc")
    }
    #expect(try encode([]) == plain)
    #expect(try encode(["--names"]).count > plain.count)
    try run("decode", "set.rdc", "-o", "set")
    #expect(
      try names(in: "set") == ["d1.png", "d10.png", "d2.png", "x y.png"])
  }

  @Test func `names do not count towards the bits that are asked for`() throws {
    try run("encode", "in", "-e0", "--rung", "0", "--no-names", "-o", "a.rdc")
    let bits = 2.0 * Double(try scratch.read("a.rdc").count)
    // The section's frame, three bytes, is of the header.
    try run("encode", "in", "-e0", "--bits", "\(bits + 6)", "-o", "b.rdc")
    #expect(try scratch.read("b.rdc").count > scratch.read("a.rdc").count)
  }

  @Test func `names without a place are an error, and unfit ones are left out`()
    throws
  {
    let single = try run("encode", "in/d1.png", "--names", status: 64)
    #expect(single.errors.contains("'in/d1.png' becomes a file by itself"))
    try run("draw", "set-idx3-ubyte", "--count", "2")
    let set = try run(
      "encode", "set-idx3-ubyte", "in", "--names", "-o", "all.rdc", "-e0",
      status: 1)
    #expect(set.errors.contains("set-idx3-ubyte: there is no name to keep"))
    #expect(!scratch.has("all.rdc"))
    try scratch.write(Fixture.bytes("digits/5.png"), "in/D1.png")
    let twice = try run("encode", "in", "-e0")
    #expect(twice.errors.contains("in: names are left out: the pictures"))
    try run("encode", "in", "-e0", "--names", "-f", status: 1)
  }

  @Test func `names from elsewhere do not leave the folder`() throws {
    try run("encode", "in", "-e0", "--no-names")
    let file = try RDCFile.parse(scratch.read("in.rdc"))
    for name in ["../../escaped", "/tmp/rdc-escaped", "..", "a\u{1B}[2J"] {
      let lines = Array("a\n\(name)\nb\nc\n".utf8)
      let hostile = try RDCFile(
        face: file.face, quality: file.quality,
        fingerprint: file.fingerprint.value,
        sections: [
          Section(.names, isRequired: false, bytes: ZstdFrame.compress(lines))
        ], payload: file.payload)
      try scratch.write(hostile.serialize(), "hostile.rdc")
      for command in ["decode", "info", "classify"] {
        let outcome = try run(command, "hostile.rdc", status: 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("hostile.rdc: the name of picture 1"))
        #expect(!outcome.errors.contains("\u{1B}"))
      }
    }
    #expect(scratch.names == ["hostile.rdc", "in", "in.rdc"])
  }
}
