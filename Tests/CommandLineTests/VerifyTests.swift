import Foundation
import TestSupport
import Testing

/// `rdc decode --verify` against the conformance files.
@Suite struct VerifyTests {
  static let folder = "\(Fixture.folder)/conformance"

  /// Heads with strengths, and the digests of some files.
  static func digests(_ name: String) throws -> [String: String] {
    let data = try Data(contentsOf: URL(filePath: "\(folder)/index.json"))
    let index = try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let files = try #require(index["accepted"] as? [[String: Any]])
    let entry = files.first { $0["file"] as? String == name }
    return try #require(entry?["heads"] as? [String: String])
  }

  private func verify(
    _ name: String, _ digest: String, _ options: [String] = []
  ) throws -> Tool.Outcome {
    try Tool.run(
      ["decode", "\(Self.folder)/\(name)", "--verify", digest] + options,
      in: Fixture.folder)
  }

  @Test(arguments: [
    "digits/accepted/cells-rung1.rdc", "photo/accepted/photo-gray.rdc",
    "photo/accepted/alpha.rdc",
  ])
  func `every head has the pixels that are told of it`(name: String) throws {
    for (reading, digest) in try Self.digests(name) {
      let parts = reading.split(separator: " ").map(String.init)
      let strength = parts.count > 1 ? ["--strength", parts[1]] : []
      let outcome = try verify(
        name, digest.uppercased(), ["--head", parts[0]] + strength)
      #expect(outcome.status == 0, "\(reading): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasSuffix("are as expected\n"))
    }
  }

  @Test func `other pixels are an error that tells both digests`() throws {
    let name = "digits/accepted/digit.rdc"
    let digests = try Self.digests(name)
    let found = try #require(digests["distortion"])
    let wrong = try #require(digests["perceptual"])
    let outcome = try verify(name, wrong)
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.hasSuffix(
        "have the digest \(found), expected \(wrong)\n"))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `a digest of another length and an output are wrong usage`() throws
  {
    let name = "digits/accepted/digit.rdc"
    let digest = String(repeating: "0", count: 64)
    #expect(try verify(name, "abc").status == 64)
    #expect(try verify(name, digest, ["-o", "x.png"]).status == 64)
    #expect(try verify(name, digest, [name]).status == 64)
  }
}
