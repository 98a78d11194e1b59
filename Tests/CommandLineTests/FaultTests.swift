import Foundation
import PictureFiles
import TestSupport
import Testing

/// Disks that are full or elsewhere, and inputs that end early.
@Suite struct FaultTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write(Fixture.bytes("golden/scene-q60.rdc"), "scene.rdc")
    try scratch.write(Fixture.bytes("golden/2-rung1.rdc"), "digit.rdc")
  }

  private func shell(_ line: String) throws -> Tool.Outcome {
    try Tool.shell(line, in: scratch.path)
  }

  /// Whether a user may mount a file system of his own here.
  private static let mounts =
    (try? Tool.start(
      "/bin/sh",
      ["-c", "unshare -rm mount -t tmpfs -o size=64k tmpfs /tmp"], in: "/"))?
    .status == 0

  @Test(
    .enabled(if: mounts, "no file system can be mounted here"),
    arguments: [
      "decode scene.rdc -o disk/new.ppm", "decode scene.rdc -fo disk/old.ppm",
    ])
  func `a disk that fills up keeps what it has`(command: String) throws {
    // The picture has more than the 24 KiB of the disk.
    let outcome = try shell(
      "mkdir disk && unshare -rm sh -c 'mount -t tmpfs -o size=24k tmpfs disk "
        + "&& printf old > disk/old.ppm && $RDC \(command); status=$?; "
        + "ls -A disk; cat disk/old.ppm; exit $status'")
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("No space left on device"))
    #expect(String(decoding: outcome.output, as: UTF8.self) == "old.ppm\nold")
  }

  #if os(Linux)
    @Test func `another file system takes files and folders`() throws {
      let folder = "/dev/shm/rdc-test-\(UUID().uuidString)"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try FileManager.default.createSymbolicLink(
        atPath: "\(scratch.path)/link.png",
        withDestinationPath: "\(folder)/real.png")
      try Data([7]).write(to: URL(filePath: "\(folder)/real.png"))
      for output in ["\(folder)/new.png", "link.png"] {
        let outcome = try shell("$RDC decode digit.rdc -fo \(output)")
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      for name in ["new.png", "real.png"] {
        let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        #expect(try PNGReader.read([UInt8](bytes)).width == 28)
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }
  #endif

  @Test(arguments: [0, 1, 5, 700])
  func `an input that ends early is refused, and nothing is written`(
    count: Int
  ) throws {
    let outcome = try shell(
      "head -c \(count) scene.rdc | $RDC decode - -o scene.png")
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("Error: standard input: "))
    #expect(scratch.names == ["digit.rdc", "scene.rdc"])
  }
}
