import Foundation
import PictureFiles
import RDC
import Support
import TestSupport
import Testing

/// Files of this version and of every released one decode to their pixels, for
/// ever, and what is released stays as it is.
@Suite struct ReleasedFilesTests {
  /// Folders with `golden` and `conformance`, this version's first.
  static let folders = [Fixture.folder] + released.map { "\(root)/\($0)" }

  private static let root = "\(Fixture.folder)/released"

  /// The released versions, as `Fixtures/release.sh` froze them.
  private static let released = contents(root).filter { $0 != "SHA256SUMS" }

  /// The models inside the library, and those that were released before them.
  private static let models = Result {
    try Model.embedded()
      + contents("\(Fixture.folder)/packs").map {
        try Model(bytes("\(Fixture.folder)/packs/\($0)"))
      }
  }

  private static func contents(_ folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).sorted()
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    try BoundedFile.read(path, limit: 1 << 26)
  }

  private static func index(_ folder: String) throws -> [String: Any] {
    let data = try Data(
      contentsOf: URL(filePath: "\(folder)/conformance/index.json"))
    return try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(arguments: folders)
  func `the models of a version are kept`(folder: String) throws {
    let index = try Self.index(folder)
    let wanted = try #require(index["models"] as? [String: String])
    #expect(!wanted.isEmpty)
    let kept = try Set(Self.models.get().map(\.fingerprint.hex))
    for (name, fingerprint) in wanted {
      #expect(
        kept.contains(fingerprint),
        "\(name): its pack belongs into Fixtures/packs before it is replaced")
    }
  }

  @Test(arguments: folders)
  func `conformance files have the digests of every head`(
    folder: String
  ) throws {
    let index = try Self.index(folder)
    let entries = try #require(index["accepted"] as? [[String: Any]])
    #expect(entries.count > 30)
    for entry in entries {
      let name = try #require(entry["file"] as? String)
      let heads = try #require(entry["heads"] as? [String: String])
      let decoder = try Decoder(
        Self.bytes("\(folder)/conformance/\(name)"), models: Self.models.get(),
        execution: Fixture.execution)
      for (reading, digest) in heads {
        let parts = reading.split(separator: " ")
        let pictures = try decoder.pictures(
          head: Head(rawValue: String(try #require(parts.first))),
          strength: parts.count > 1 ? try #require(Float(parts[1])) : 1,
          execution: Fixture.execution)
        #expect(
          SHA256.digest(pictures.samples) == digest, "\(name): \(reading)")
      }
      let alpha = try decoder.pictures(
        head: .distortion, execution: Fixture.execution
      ).alpha
      #expect(alpha.map { SHA256.digest($0) } == entry["alpha"] as? String)
    }
  }

  @Test(arguments: folders)
  func `golden files have their pixels`(folder: String) throws {
    let names = Self.contents("\(folder)/golden")
    var count = 0
    for name in names where name.hasSuffix(".rdc") {
      let stem = name.dropLast(4)
      let decoder = try Decoder(
        Self.bytes("\(folder)/golden/\(name)"), models: Self.models.get(),
        execution: Fixture.execution)
      for picture in names
      where picture.hasPrefix("\(stem).") && picture.hasSuffix(".png") {
        let reading = picture.dropFirst(stem.count + 1).dropLast(4)
          .split(separator: "-")
        let found = try decoder.picture(
          head: Head(rawValue: String(reading[0])),
          strength: reading.count > 1 ? try #require(Float(reading[1])) : 1,
          execution: Fixture.execution)
        let expected = try PNGReader.read(
          Self.bytes("\(folder)/golden/\(picture)"))
        #expect(found.samples == expected.samples, "\(picture)")
        count += 1
      }
    }
    #expect(count >= 24)
  }

  @Test(.enabled(if: !released.isEmpty, "nothing is released yet"))
  func `no released file is changed or gone`() throws {
    let sums = String(
      decoding: try Self.bytes("\(Self.root)/SHA256SUMS"), as: UTF8.self)
    for line in sums.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      let name = try #require(parts.last).drop { $0 == " " || $0 == "*" }
      #expect(
        SHA256.digest(try Self.bytes("\(Self.root)/\(name)")) == parts[0],
        "\(name)")
    }
    let frozen = Set(
      sums.split(separator: "\n").compactMap { line in
        line.split(separator: " ").last?.split(separator: "/").first
      })
    #expect(frozen == Set(Self.released.map { Substring($0) }))
  }
}
