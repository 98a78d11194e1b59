import EntropyCoding
import Support
import TestSupport
import Testing

@Suite struct FrequencyTableTests {
  @Test(arguments: [
    ([UInt32]([1, 1, 1]), [UInt32]([21_846, 21_845, 21_845])),
    ([0, 0], [32_768, 32_768]),
    ([0, 1], [1, 65_535]),
    ([.max, 0, 0, .max], [32_767, 1, 1, 32_767]),
    ([5], [65_536]),
    ([65_000, 1, 535], [65_000, 1, 535]),
    // 1·65536 < 70000 floors the first; then 2·65535 ≥ 69999 keeps the second.
    ([1, 2, 69_997], [1, 2, 65_533]),
    // Flooring the two zeros leaves the 1 below its share, so it is next.
    ([0, 0, 1, 65_535], [1, 1, 1, 65_533]),
  ])
  func `golden normalisation`(
    _ weights: [UInt32], _ frequencies: [UInt32]
  ) throws {
    #expect(try FrequencyTable(weights: weights).frequencies == frequencies)
  }

  @Test(arguments: 1...UInt64(200))
  func `any weights normalise to a leaky table near them`(
    _ seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let count = Int(random.next() % 300) + 1
    let weights = (0..<count).map { _ in random.skewedWeight(bits: 32) }
    let table = try FrequencyTable(weights: weights)
    #expect(table.frequencies.reduce(0, +) == 65_536)
    #expect(table.frequencies.allSatisfy { $0 >= 1 })
    let sum = weights.reduce(0.0) { $0 + Double($1) }
    for (weight, frequency) in zip(weights, table.frequencies) where sum > 0 {
      let share = Double(weight) / sum * 65_536
      #expect(Double(frequency) <= share + 1)
      #expect(Double(frequency) >= share * (1 - Double(count) / 65_536) - 1)
    }
    // Normalising once more changes nothing.
    #expect(
      try FrequencyTable(weights: table.frequencies).frequencies
        == table.frequencies)
    // Every target belongs to the symbol whose part holds it.
    for target in stride(from: UInt32(0), to: 65_536, by: 97) {
      let (start, size) = table.interval(of: table.symbol(at: target))
      #expect(start <= target && target < start + size)
    }
  }

  @Test func `broken tables throw what is wrong`() {
    let limit = 1...4096
    #expect(
      throws: EntropyError.setting("symbols", found: 0, expected: limit)
    ) { try FrequencyTable(weights: []) }
    #expect(
      throws: EntropyError.setting("symbols", found: 4097, expected: limit)
    ) {
      try FrequencyTable(weights: Array(repeating: 1, count: 4097))
    }
    #expect(throws: EntropyError.total(found: 65_537)) {
      try FrequencyTable(frequencies: [65_536, 1])
    }
    #expect(throws: EntropyError.total(found: 3 * 0xFFFF_FFFF)) {
      try FrequencyTable(frequencies: [.max, .max, .max])
    }
    #expect(throws: EntropyError.zeroFrequency(symbol: 1)) {
      try FrequencyTable(frequencies: [65_536, 0])
    }
    #expect(throws: EntropyError.descending(index: 2)) {
      try FrequencyTable(cumulative: [0, 9, 8, 65_536])
    }
    #expect(throws: EntropyError.zeroFrequency(symbol: 1)) {
      try FrequencyTable(cumulative: [0, 9, 9, 65_536])
    }
    #expect(throws: EntropyError.descending(index: 0)) {
      try FrequencyTable(cumulative: [1, 65_536])
    }
    #expect(throws: EntropyError.total(found: 65_535)) {
      try FrequencyTable(cumulative: [0, 65_535])
    }
  }

  @Test func `cumulative and plain frequencies are one table`() throws {
    #expect(
      try FrequencyTable(cumulative: [0, 100, 101, 65_536])
        == FrequencyTable(frequencies: [100, 1, 65_435]))
  }
}
