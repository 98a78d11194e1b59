import EntropyCoding
import Support
import TestSupport
import Testing

@Suite struct LatentTableTests {
  /// The short way of common weights and the whole rule give one table.
  @Test(arguments: 1...UInt64(60), [2, 3, 4, 64, 65])
  func `a column is normalised as any table is`(
    _ seed: UInt64, _ levels: Int
  ) throws {
    var random = SplitMix64(seed: seed)
    for largest: UInt64 in [2, 40, 1000, 65_536] {
      let weights = (0..<levels).map { _ in
        UInt16(truncatingIfNeeded: random.next() % largest)
      }
      let table = try LatentTable(
        dimensions: 1, levels: levels, resolution: 1, weights: weights)
      let expected = try FrequencyTable(weights: weights.map(UInt32.init))
      let found = table.distribution(context: 0, dither: 0)
      for k in 0..<levels {
        #expect(found.interval(of: k) == expected.interval(of: k))
      }
    }
  }
}
