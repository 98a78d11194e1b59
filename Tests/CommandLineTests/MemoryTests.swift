import Foundation
import RDC
import Samples
import TestSupport
import Testing

/// Memory that there is not: one line and status 1, never a trap.
@Suite struct MemoryTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Runs a line with so many kilobytes of addresses, or without a limit.
  private func run(_ line: String, kilobytes: Int) throws -> Tool.Outcome {
    try Tool.shell("ulimit -v \(kilobytes); \(line)", in: scratch.path)
  }

  #if os(Linux)
    /// Runs a command with so many megabytes of addresses. Where they are too
    /// few, one line must say so.
    ///
    /// - Returns: whether they were enough.
    @discardableResult
    private func attempt(_ command: String, megabytes: Int) throws -> Bool {
      let outcome = try run(
        "$RDC \(command) --quiet -j 2", kilobytes: 1000 * megabytes)
      #expect([0, 1].contains(outcome.status), "\(outcome)")
      #expect(outcome.errorLines.count == Int(outcome.status))
      #expect(
        outcome.status == 0
          || outcome.errors.contains("which the system does not give"),
        "\(outcome.errors)")
      return outcome.status == 0
    }

    @Test(arguments: [
      80, 100, 120, 140, 160, 180, 200, 240, 280, 320, 400, 500, 700, 1000,
    ])
    func `with few addresses a photo is decoded, or refused in a line`(
      megabytes: Int
    ) throws {
      try scratch.write(Fixture.bytes("golden/scene-q60.rdc"), "scene.rdc")
      for command in ["decode scene.rdc -f", "info scene.rdc --brief"] {
        try attempt(command, megabytes: megabytes)
      }
      #expect(
        scratch.names.allSatisfy {
          ["scene.rdc", "scene.distortion.png"].contains($0)
        })
    }

    @Test(arguments: [
      80, 100, 120, 140, 160, 180, 200, 240, 280, 320, 400, 500,
    ])
    func `with few addresses digits are coded, or refused in a line`(
      megabytes: Int
    ) throws {
      try writeDigits(count: 2000)
      let kept = scratch.names
      for command in [
        "decode digits.rdc -o new-idx3-ubyte", "classify digits.rdc --json",
        "encode digits-idx3-ubyte -o new.rdc", "info digits.rdc --brief",
      ] {
        let isDone = try attempt(command, megabytes: megabytes)
        let new = scratch.names.filter { !kept.contains($0) }
        #expect(new.count == (isDone && command.contains("new") ? 1 : 0))
        for name in new { try scratch.remove(name) }
      }
    }

    @Test(arguments: ["", "SWIFT_BACKTRACE=enable=no "])
    func `an allocation that fails ends in a line and status 1`(
      environment: String
    ) throws {
      // What it takes to draw is not asked before.
      let outcome = try run(
        "\(environment)$RDC draw big.png --scene 8000x8000", kilobytes: 200_000
      )
      #expect(outcome.status == 1)
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("which the system does not give"))
      #expect(scratch.names.isEmpty)
    }

    @Test func `a file that claims much is refused under a limit`() throws {
      let photo = try Model.embedded(named: "photo")
      let file = try RDCFile(
        face: .archive(count: 1), quality: 9, fingerprint: photo.fingerprint,
        dimensions: Dimensions(width: 1 << 24, height: 16), payload: [0, 0])
      try scratch.write(file.serialize(), "large.rdc")
      for command in ["decode", "info", "classify"] {
        let outcome = try run("$RDC \(command) large.rdc", kilobytes: 2_000_000)
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
      }
    }
  #endif

  /// Drawn digits as an IDX file, and as an archive.
  private func writeDigits(count: Int) throws {
    let images = DigitPainter.set(count: count, seed: 7).images
    try scratch.write(images.serialize(), "digits-idx3-ubyte")
    let encoding = try Encoder(
      model: Model.embedded(named: "digits"),
      options: EncodingOptions(effort: 0), execution: Fixture.execution
    ).encode(images)
    try scratch.write(encoding.bytes, "digits.rdc")
  }

  /// The least limit of MiB under which a command is not refused; what its
  /// last step takes may be known only when the steps before it are done.
  private func leastLimit(_ words: [String]) throws -> Int {
    var limit = 24
    while true {
      let outcome = try Tool.run(
        words + ["--max-memory", "\(limit)"], in: scratch.path)
      guard outcome.status != 0 else { return limit }
      let needed = outcome.errors.split(separator: " ").compactMap { Int($0) }
      limit = try #require(needed.first { $0 > limit }, "\(outcome.errors)")
    }
  }

  #if os(Linux) && !DEBUG
    @Test(
      arguments: [
        "decode digits.rdc -o new-idx3-ubyte",
        "decode digits.rdc -o new --head perceptual --strength 0.4",
        "classify digits.rdc", "classify digits.rdc --json",
        "encode digits-idx3-ubyte -o new.rdc -e 0",
        "encode digits-idx3-ubyte -o new.rdc -e 5 --rung 3",
        "info digits.rdc",
      ], [1, 4])
    func `digits take no more memory than what the limit is asked for`(
      command: String, threads: Int
    ) throws {
      try writeDigits(count: 3000)
      let words =
        command.split(separator: " ").map(String.init)
        + ["--quiet", "-j", "\(threads)"]
        + (command.contains("new") ? ["-f"] : [])
      let limit = try leastLimit(words)
      let peak = try Tool.peakMemory(
        words + ["--max-memory", "\(limit)"], in: scratch.path)
      #expect(peak <= limit << 20, "\(peak) bytes, \(limit) MiB asked for")
      #expect(peak > limit << 19, "\(peak) bytes, \(limit) MiB asked for")
    }

    @Test func `24 megapixels are decoded in less than 400 MB`() throws {
      let (width, height) = (6000, 4000)
      let samples = (0..<height).flatMap { y in
        (0..<3 * width).map { UInt8(truncatingIfNeeded: ($0 / 3 + y) / 40) }
      }
      let picture = Picture(
        width: width, height: height, colorSpace: .rgb, samples: samples)
      try scratch.write(PNGWriter.write(picture), "large.png")
      let encoded = try Tool.run(
        ["encode", "large.png", "-e", "0", "--quiet"], in: scratch.path)
      #expect(encoded.status == 0, "\(encoded.errors)")
      let line = "decode large.rdc --head perceptual --max-memory 381 -j 2"
      let peak = try Tool.peakMemory(
        line.split(separator: " ").map(String.init), in: scratch.path)
      #expect(peak < 400_000_000, "\(peak) bytes")
      // The estimate is above, and close.
      #expect(peak > 250_000_000, "\(peak) bytes")
    }

    @Test(
      arguments: ["decode photo.rdc", "decode photo.rdc --strength 0.5"]
        + [
          "encode photo.ppm -o new.rdc -e 0",
          "encode photo.ppm -o new.rdc -e 6",
        ]
        + ["classify photo.rdc --look"],
      [1, 2, 4])
    func `no more memory is taken than what the limit is asked for`(
      command: String, threads: Int
    ) throws {
      let (width, height) = (1280, 1024)
      let samples = (0..<3 * width * height).map {
        UInt8(truncatingIfNeeded: $0 / 50 + $0 / (3 * width))
      }
      let header = Array("P6 \(width) \(height) 255\n".utf8)
      try scratch.write(header + samples, "photo.ppm")
      let encoded = try Tool.run(
        ["encode", "photo.ppm", "-e", "0", "--quiet"], in: scratch.path)
      #expect(encoded.status == 0, "\(encoded.errors)")
      let line =
        "\(command) --quiet -j \(threads)"
        + (command.hasPrefix("classify") ? "" : " -f")
        + (command.contains("strength") ? " --head perceptual" : "")
      let words = line.split(separator: " ").map(String.init)
      let limit = try leastLimit(words)
      let peak = try Tool.peakMemory(
        words + ["--max-memory", "\(limit)"], in: scratch.path)
      #expect(peak <= limit << 20, "\(peak) bytes, \(limit) MiB asked for")
      // More threads than the machine has cores are not all there at a time.
      if threads == 1 {
        #expect(peak > limit << 19, "\(peak) bytes, \(limit) MiB asked for")
      }
    }
  #endif

  @Test func `a limit is told what would be needed, constant included`() throws
  {
    try scratch.write(Fixture.bytes("golden/scene-q60.rdc"), "scene.rdc")
    let outcome = try Tool.run(
      ["decode", "scene.rdc", "--max-memory", "39"], in: scratch.path)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("MiB of memory needed, the limit is 39"))
    let enough = try Tool.run(
      ["decode", "scene.rdc", "--max-memory", "64", "-j", "1"],
      in: scratch.path)
    #expect(enough.status == 0)
  }

  @Test(arguments: [
    "decode digits.rdc -o new-idx3-ubyte", "classify digits.rdc",
    "encode digits-idx3-ubyte -o new.rdc", "info digits.rdc",
  ])
  func `digits are refused in a line where the limit is too low`(
    command: String
  ) throws {
    try writeDigits(count: 20)
    let words = command.split(separator: " ").map(String.init)
    let refused = try Tool.run(
      words + ["--max-memory", "30"], in: scratch.path)
    #expect(refused.status == 1)
    #expect(refused.errorLines.count == 1)
    #expect(
      refused.errors.contains("MiB of memory needed, the limit is 30"),
      "\(refused.errors)")
    #expect(!scratch.names.contains { $0.hasPrefix("new") })
    let done = try Tool.run(
      words + ["--max-memory", "60", "-j", "1"], in: scratch.path)
    #expect(done.status == 0, "\(done.errors)")
  }

  @Test func `standard input is read up to the limit of memory`() throws {
    let line = "head -c 3000000 /dev/zero | $RDC decode - -o x.png"
    let outcome = try Tool.shell("\(line) --max-memory 2", in: scratch.path)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("limit of 2097152 bytes"))
  }
}
