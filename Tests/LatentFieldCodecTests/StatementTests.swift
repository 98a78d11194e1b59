import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// A statement's bytes and probabilities.
@Suite struct StatementTests {
  static func row(_ shares: [Int: Float]) -> [Float] {
    (0..<1000).map { shares[$0] ?? 0 }
  }

  @Test func `golden bytes`() throws {
    let one = try #require(Statement(of: Self.row([7: 0.99, 3: 0.01])))
    #expect(one.bytes == [0x01, 0xFF])
    #expect(one.probabilities == [127 / 128])
    let three = try #require(
      Statement(of: Self.row([842: 0.41, 775: 0.08, 890: 0.05])))
    #expect(three.bytes == [0xD2, 0xB0, 0x7D, 0xE9, 0x8D])
    #expect(three.labels == [842, 775, 890])
    #expect(three.probabilities == [0.40625, 0.076171875, 0.0523681640625])
  }

  @Test(arguments: 0..<200)
  func `statements survive their bytes and are distributions`(
    _ seed: Int
  ) throws {
    var random = SplitMix64(seed: UInt64(seed))
    // A few likely labels among many.
    let count = [1, 2, 3, 5, 9][seed % 5]
    var shares: [Int: Float] = [:]
    for _ in 0..<count {
      shares[Int(random.next() % 1000)] = Float(random.next() % 1000 + 1)
    }
    let sum = shares.values.reduce(0, +)
    let row = Self.row(shares.mapValues { $0 / sum })
    let statement = try #require(Statement(of: row))
    #expect(Statement(statement.bytes, known: 1000) == statement)
    #expect(row[statement.labels[0]] == row.max())
    let stated = statement.probabilities
    #expect(stated.allSatisfy { $0 > 0 })
    #expect(stated.reduce(0, +) <= 1)
    #expect(stated == stated.sorted(by: >))
    let all = try statement.probabilities(of: 1000).values
    #expect(all.allSatisfy { $0 >= 0 })
    let total: Float = all.reduce(0, +)
    #expect(abs(total - 1) < 1e-4)
  }

  @Test func `nothing is stated where nothing is seen`() {
    #expect(Statement(of: [Float](repeating: 0.001, count: 1000)) == nil)
  }

  @Test(
    arguments: [
      [], [0], [0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [255, 255],
      [0, 0, 0, 0, 0], [0xD2, 0xB0, 0x7F, 0xE9, 0x8D],
    ] as [[UInt8]])
  func `impossible bytes state nothing`(_ bytes: [UInt8]) {
    #expect(Statement(bytes, known: 1000) == nil)
  }
}
