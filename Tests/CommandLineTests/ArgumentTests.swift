import Foundation
import PictureFiles
import RDC
import TestSupport
import Testing

@testable import RDCTool

/// What people type, and what shells make of it.
@Suite struct ArgumentTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write(Fixture.bytes("digits/7.png"), "seven.png")
    try scratch.write(Fixture.bytes("golden/2-rung1.rdc"), "gold.rdc")
  }

  @discardableResult
  func run(_ arguments: String..., status: Int32 = 0) throws -> Tool.Outcome {
    let outcome = try Tool.run(arguments, in: scratch.path)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    return outcome
  }

  @Test func `short options take their value with or without a space`() throws {
    for arguments in [
      ["-e9"], ["-e", "9"], ["--effort=9"], ["-e0", "-j1"],
      ["-q30", "--model", "photo"], ["--size", "1k", "--model", "photo"],
      ["--size", "0.9kB", "--model", "photo"],
    ] {
      let outcome = try Tool.run(
        ["encode", "seven.png", "-f", "-o", "out.rdc"] + arguments,
        in: scratch.path)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
    let measured = try run(
      "measure", "seven.png", "-q30", "-e0", "--model", "photo", "-j1")
    #expect(
      String(decoding: measured.output, as: UTF8.self).contains("quality 30"))
    #expect(try run("-V").output == run("--version").output)
  }

  @Test(arguments: [
    ("encod", "encode"), ("deocde", "decode"), ("clasify", "classify"),
    ("INFO", "info"), ("mesure", "measure"),
  ])
  func `a misspelt command gets a suggestion`(
    word: String, meant: String
  ) throws {
    let outcome = try run(word, "a.png", status: 64)
    #expect(
      outcome.errors
        == "Error: there is no command '\(word)'; did you mean '\(meant)'?\n")
  }

  @Test func `a word that is near no command gets none`() throws {
    #expect(
      try run("frobnicate", status: 64).errors
        == "Error: there is no command 'frobnicate'; 'rdc --help' lists them\n")
  }

  @Test func `a file whose name begins with a dash is a file`() throws {
    try scratch.write(Fixture.bytes("digits/3.png"), "-dash.png")
    try run("encode", "-dash.png", "seven.png")
    #expect(scratch.has("-dash.rdc") && scratch.has("seven.rdc"))
    try run("decode", "-dash.rdc")
    #expect(scratch.has("-dash.distortion.png"))
    // One that is not there is no cluster of options either, as `-h`.
    try FileManager.default.removeItem(atPath: "\(scratch.path)/-dash.png")
    #expect(
      try run("encode", "-dash.png", "-f", status: 1).errors
        == "Error: cannot read './-dash.png': No such file or directory\n")
    try run("encode", "--none.png", status: 64)
  }

  @Test(arguments: [
    ["encode", "seven.png", "-q", "-1"], ["encode", "seven.png", "-q", "x"],
    ["encode", "seven.png", "--bits", "-3"],
    ["encode", "seven.png", "-e", "-2"],
    ["encode", "seven.png", "--size", "0"],
    ["encode", "seven.png", "--size", "many"],
    ["measure", "seven.png", "-q", "-1"], ["measure", "seven.png", "-e", "-1"],
    ["decode", "gold.rdc", "--strength", "-0.5", "--head", "perceptual"],
    ["decode", "gold.rdc", "--strength", "0.5"],
    ["decode", "gold.rdc", "--strength", "0.5", "--head", "distortion"],
    ["decode", "gold.rdc", "-o", "picture.jpg"],
    ["decode", "gold.rdc", "-o", "picture"],
    ["draw", "picture.gif"], ["theory", "bernoulli", "--p", "2"],
  ])
  func `a wrong value is a matter of usage`(_ arguments: [String]) throws {
    let before = scratch.names
    let outcome = try Tool.run(arguments, in: scratch.path)
    #expect(outcome.status == 64, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.contains("Missing value"))
    #expect(scratch.names == before)
  }

  @Test func `an error of the work has no line on usage`() throws {
    try run("encode", "seven.png", "seven.png", "-o", "set.rdc", "-e0")
    for (arguments, status) in [
      (["decode", "none.rdc"], Int32(1)),
      (["decode", "set.rdc", "-o", "-"], 64),
      (["encode", "seven.png", "--model", "none"], 1),
    ] {
      let outcome = try Tool.run(arguments, in: scratch.path)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(!outcome.errors.contains("Usage"), "\(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
    }
  }

  @Test func `control characters in a file's name do not reach a terminal`()
    throws
  {
    let name = "a\u{1B}[31m\u{07}.rdc"
    let outcome = try run("decode", name, status: 1)
    #expect(!outcome.errors.contains("\u{1B}"))
    #expect(outcome.errors.contains("a\\u{1B}[31m\\u{07}.rdc"))
  }

  /// Whether there is util-linux's `script`, which runs a line in a terminal.
  static let hasTerminal =
    (try? Tool.shell("script -qec true /dev/null", in: "/tmp").status) == 0

  @Test(.enabled(if: hasTerminal, "no program makes a terminal"))
  func `files do not go to a terminal unasked`() throws {
    for command in ["encode seven.png -e0 -o -", "decode gold.rdc -o -"] {
      let refused = try Tool.shell(
        "script -qec \"$RDC \(command)\" /dev/null", in: scratch.path)
      #expect(refused.status == 64)
      let told = String(decoding: refused.output, as: UTF8.self)
      #expect(told.contains("--force it"), "\(told)")
      let forced = try Tool.shell(
        "script -qec \"$RDC \(command) --force\" /dev/null",
        in: scratch.path)
      #expect(forced.status == 0)
    }
  }

  @Test func `results may go to nowhere`() throws {
    for command in [
      ["encode", "seven.png", "-e0"], ["decode", "gold.rdc"],
      ["draw"],
    ] {
      let outcome = try Tool.run(
        command + (command == ["draw"] ? ["/dev/null"] : ["-o", "/dev/null"]),
        in: scratch.path)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    }
    #expect(scratch.names == ["gold.rdc", "seven.png"])
  }

  @Test func `one is not called several`() throws {
    let encoded = try run("encode", "seven.png", "-e0")
    #expect(
      encoded.errors.hasPrefix(
        "seven.rdc: 8 bytes, 1 picture of 28×28 pixels, 64.000 bits a picture "
          + "in all: payload (the picture alone) 1 byte ("))
    #expect(
      encoded.errors.contains(
        "model digits, rung 1: its rate of 4.75 payload bits a picture"))
    let info = String(
      decoding: try run("info", "seven.rdc").output, as: UTF8.self)
    #expect(info.contains("payload: 1 byte\n"))
    #expect(info.contains("rung: 1 (one of the rates that the model has"))
    #expect(!info.contains("1 bytes"))
  }

  @Test func `a result that cannot be written is a failure`() throws {
    for command in [
      "info gold.rdc", "classify gold.rdc", "models",
      "compare seven.png seven.png", "decode gold.rdc -o -",
    ] {
      let shell = try Tool.shell(
        "$RDC \(command) > /dev/full", in: scratch.path)
      #expect(shell.status == 1, "\(command)")
      #expect(
        shell.errors.contains("No space left on device"), "\(shell.errors)")
    }
  }

  @Test func `a closed pipe ends the work without a word`() throws {
    let shell = try Tool.shell(
      "$RDC info gold.rdc | true; $RDC models --json | head -c 1 > one",
      in: scratch.path)
    #expect(shell.status == 0)
    #expect(shell.errors.isEmpty, "\(shell.errors)")
  }

  @Test func `drawing says what it wrote`() throws {
    #expect(
      try run("draw", "seven.ppm", "--digit", "7").errors
        == "seven.ppm: 1 picture of 28×28 pixels\n")
    #expect(
      try run("draw", "a-images-idx3-ubyte", "--count", "12").errors.contains(
        "a-labels-idx1-ubyte: 12 labels"))
  }
}

/// The parts that the command line is made of.
@Suite struct CommandLinePartTests {
  @Test func `names are sorted as people sort them`() {
    let sorted = [
      "2.png", "a.png", "B.png", "d1.png", "d2.png", "d02.png", "d10.png",
      "d10a.png", "z.png",
    ]
    #expect(
      NaturalOrder.sorted(sorted.reversed()) == [
        "2.png", "a.png", "B.png", "d1.png", "d02.png", "d2.png", "d10.png",
        "d10a.png", "z.png",
      ])
    let long = ["f99999999999999999999.png", "f100000000000000000000.png"]
    #expect(NaturalOrder.sorted(long.reversed()) == long)
  }

  @Test(arguments: [
    ("1", 1), ("50k", 50_000), ("50K", 50_000), ("1.5M", 1_500_000),
    ("2kb", 2000), ("12B", 12), ("1g", 1_000_000_000),
  ])
  func `sizes are read as people write them`(text: String, bytes: Int) {
    #expect(ByteSize(argument: text)?.bytes == bytes)
  }

  @Test(arguments: ["", "k", "0", "-1", "1e3", "0x10", "inf", "1.2.3", "9999g"])
  func `what is no size is none`(text: String) {
    #expect(ByteSize(argument: text) == nil)
  }

  @Test func `the progress line has a rate and the time left`() {
    #expect(
      ProgressMeter.line("Encoding", 5, of: 20, "files", seconds: 0.5)
        == "Encoding 5 of 20 files (25 %)")
    #expect(
      ProgressMeter.line("Encoding", 5, of: 20, "files", seconds: 10)
        == "Encoding 5 of 20 files (25 %), 0.5 a second, 30 s left")
    #expect(
      ProgressMeter.line("Writing", 100, of: 100_000, "files", seconds: 2)
        == "Writing 100 of 100000 files (0 %), 50 a second, 34 min left")
  }

  @Test func `distances count swapped letters once`() {
    #expect(ArgumentRepair.distance("encode", "encode") == 0)
    #expect(ArgumentRepair.distance("enocde", "encode") == 1)
    #expect(ArgumentRepair.distance("", "info") == 4)
  }
}
