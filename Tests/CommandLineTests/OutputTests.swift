import Foundation
import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

/// Where results go: nothing of the user's is lost, and nothing is left that
/// is not whole. With real processes.
@Suite struct OutputTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write(Fixture.bytes("golden/2-rung1.rdc"), "digit.rdc")
  }

  /// Drawn digits, the same few again and again: `set-idx3-ubyte`.
  func set(_ count: Int) throws {
    let drawn = DigitPainter.set(count: min(count, 20), seed: 1).images
    let samples = (0..<count).flatMap { drawn[$0 % drawn.count] }
    try scratch.write(
      IDXImages(count: count, height: 28, width: 28, samples: samples)
        .serialize(), "set-idx3-ubyte")
  }

  /// An archive of drawn digits, `set.rdc`.
  func archive(_ count: Int) throws {
    try set(count)
    let outcome = try run(
      "encode", "set-idx3-ubyte", "-o", "set.rdc", "-e", "0")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @discardableResult
  func run(_ arguments: String...) throws -> Tool.Outcome {
    try Tool.run(arguments, in: scratch.path)
  }

  func make(_ folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: true)
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: "\(scratch.path)/\(folder)"
    ).sorted()
  }

  @Test func `a folder is written into and never removed`() throws {
    try archive(12)
    try make("victim")
    for name in ["mine.png", "notes.txt", "99.png"] {
      try scratch.write([7], "victim/\(name)")
    }
    for arguments in [["-f"], ["-f"], ["--force", "--head", "perceptual"]] {
      let outcome = try Tool.run(
        ["decode", "set.rdc", "-o", "victim"] + arguments, in: scratch.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      for name in ["mine.png", "notes.txt", "99.png"] {
        #expect(try scratch.read("victim/\(name)") == [7])
      }
      #expect(try names(in: "victim").count == 15)
    }
  }

  @Test func `files of a folder are replaced by force alone`() throws {
    try archive(3)
    try make("there")
    try scratch.write([7], "there/1.png")
    let outcome = try run("decode", "set.rdc", "-o", "there")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("1.png: exists already"))
    #expect(try names(in: "there") == ["1.png"])
    #expect(try scratch.read("there/1.png") == [7])
    #expect(try run("decode", "set.rdc", "-o", "there", "-f").status == 0)
    #expect(try scratch.read("there/1.png").count > 60)
  }

  @Test func `a file is no folder, and a folder is no file`() throws {
    try archive(2)
    try scratch.write([7], "file")
    #expect(
      try run("decode", "set.rdc", "-o", "file", "-f").errors
        == "Error: 'file' is not a folder\n")
    #expect(try scratch.read("file") == [7])
    try make("folder")
    #expect(try run("decode", "digit.rdc", "-o", "folder").status == 0)
    #expect(try names(in: "folder") == ["digit.distortion.png"])
  }

  @Test func `a missing folder is told in one plain line`() throws {
    try archive(2)
    for arguments in [
      ["decode", "digit.rdc", "-o", "a/b/c.png"],
      ["decode", "set.rdc", "-o", "a/b/c"],
      ["encode", "set-idx3-ubyte", "-o", "a/b/c.rdc"],
      ["draw", "a/b/c.png"],
    ] {
      let outcome = try Tool.run(arguments, in: scratch.path)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.contains("there is no folder 'a/b'"),
        "\(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
    }
    #expect(!scratch.names.contains("a"))
  }

  @Test func `devices and pipes take the bytes`() throws {
    #expect(try run("decode", "digit.rdc", "-o", "/dev/null").status == 0)
    #expect(try run("decode", "digit.rdc", "-f", "-o", "/dev/null").status == 0)
    let full = try run("decode", "digit.rdc", "-o", "/dev/full")
    #expect(full.status == 1)
    #expect(
      full.errors
        == "Error: cannot write '/dev/full': No space left on device\n")
    let status = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(status[.type] as? FileAttributeType == .typeCharacterSpecial)
    // The shell's redirection to a pipe with a name, and a reader of it.
    let shell = try Tool.shell(
      "mkfifo pipe && cat pipe > copy.png & reader=$!; sleep 0.2; "
        + "$RDC decode digit.rdc -o pipe; status=$?; sleep 0.2; "
        + "kill $reader 2> /dev/null; test -p pipe && exit $status",
      in: scratch.path)
    #expect(shell.status == 0, "\(shell.errors)")
    #expect(try PNGReader.read(scratch.read("copy.png")).width == 28)
  }

  @Test func `links lead to their file, and to nothing if there is none`()
    throws
  {
    let files = FileManager.default
    try scratch.write([7], "real.png")
    try files.createSymbolicLink(
      atPath: "\(scratch.path)/link.png", withDestinationPath: "real.png")
    try files.createSymbolicLink(
      atPath: "\(scratch.path)/lost.png", withDestinationPath: "none.png")
    #expect(try run("decode", "digit.rdc", "-o", "link.png").status == 1)
    #expect(try scratch.read("real.png") == [7])
    #expect(try run("decode", "digit.rdc", "-fo", "link.png").status == 0)
    #expect(try scratch.read("real.png").count > 60)
    #expect(
      try files.destinationOfSymbolicLink(atPath: "\(scratch.path)/link.png")
        == "real.png")
    let lost = try run("decode", "digit.rdc", "-f", "-o", "lost.png")
    #expect(lost.status == 1)
    #expect(lost.errors.contains("a link to a file that does not exist"))
    #expect(!scratch.names.contains("none.png"))
  }

  @Test func `an unwritable folder is an error, and stays`() throws {
    // Root may write anywhere but into the kernel's own files.
    let outcome = try run("decode", "digit.rdc", "-o", "/proc/rdc.png")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: cannot write '/proc/rdc.png': "))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `a signal in the middle of an archive leaves whole files alone`()
    throws
  {
    try archive(10_000)
    for signal in [SIGINT, SIGTERM, SIGKILL] {
      let folder = "out\(signal)"
      try make(folder)
      try scratch.write([7], "\(folder)/mine.png")
      // Stopped once some files are there, and long before all of them are.
      let ended = try Tool.run(
        ["decode", "set.rdc", "-j", "1", "-o", folder], in: scratch.path,
        until: { scratch.has("\(folder)/0099.png") }, signal: signal)
      #expect(ended == signal)
      let names = try names(in: folder)
      #expect(names.count > 100 && names.count < 10_000)
      #expect(try scratch.read("\(folder)/mine.png") == [7])
      for name in names where name != "mine.png" {
        #expect(name.hasSuffix(".png"), "\(name)")
        let bytes = try scratch.read("\(folder)/\(name)")
        #expect((try? PNGReader.read(bytes)) != nil, "\(name)")
      }
    }
  }

  @Test func `a signal while encoding leaves no file`() throws {
    try set(10_000)
    for signal in [SIGINT, SIGTERM, SIGKILL] {
      let start = ContinuousClock.now
      let ended = try Tool.run(
        ["encode", "set-idx3-ubyte", "-j", "1", "-o", "set.rdc"],
        in: scratch.path,
        until: { ContinuousClock.now - start > .milliseconds(300) },
        signal: signal)
      #expect(ended == signal)
      #expect(scratch.names == ["digit.rdc", "set-idx3-ubyte"])
    }
  }
}
