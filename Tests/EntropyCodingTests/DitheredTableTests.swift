import EntropyCoding
import Support
import TestSupport
import Testing

@Suite struct DitheredTableTests {
  /// Samples of a made-up distribution: steps of random height.
  static func table(
    _ random: inout SplitMix64, indices: ClosedRange<Int>, resolution: Int
  ) throws -> (DitheredTable, [UInt32], UInt32) {
    let count = DitheredTable.sampleCount(
      indices: indices, resolution: resolution)
    var cumulative: [UInt32] = []
    var sum: UInt32 = 0
    for _ in 0..<count {
      sum += random.skewedWeight(bits: 14)
      cumulative.append(sum)
    }
    let total = sum + 1000
    return (
      try DitheredTable(
        cumulative: cumulative, total: total, indices: indices,
        resolution: resolution), cumulative, total
    )
  }

  @Test(arguments: [(-3...3, 8), (0...0, 1), (-20...5, 64), (7...9, 2)])
  func `frequencies are differences of the shifted samples`(
    _ indices: ClosedRange<Int>, _ resolution: Int
  ) throws {
    var random = SplitMix64(seed: 3)
    let (table, samples, total) = try Self.table(
      &random, indices: indices, resolution: resolution)
    // C[j] with j as in the formula; the first sample is j = k₀·G − G + 1.
    func c(_ j: Int) -> UInt32 {
      samples[j - (indices.lowerBound * resolution - resolution + 1)]
    }
    for g in 0..<resolution {
      var weights = indices.map { k in
        c((k + 1) * resolution - g) - c(k * resolution - g)
      }
      weights.append(total - weights.reduce(0, +))
      #expect(
        table.frequencies(dither: UInt16(g))
          == (try FrequencyTable(weights: weights).frequencies))
    }
  }

  @Test(arguments: 1...UInt64(20))
  func `indices inside and outside come back`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (table, _, _) = try Self.table(
      &random, indices: -4...6, resolution: 16)
    let far = (1 << 21) - 2
    var indices = [-4, 6, -5, 7, 6 + 1 + far, -4 - 1 - far]
    for _ in 0..<200 {
      indices.append(Int(random.skewedWeight(bits: 20)) - 40)
    }
    let dither = indices.map { _ in UInt16(random.next() % 16) }
    var encoder = RangeEncoder()
    var ideal = 0.0
    for (k, g) in zip(indices, dither) {
      try table.encode(k, dither: g, into: &encoder)
      ideal += table.idealBits(k, dither: g)
    }
    let payload = encoder.finish()
    #expect(Double(payload.bitCount) <= ideal * 1.000_001 + 1)
    #expect(Double(payload.bitCount) >= ideal - 40)
    var decoder = RangeDecoder(payload.bytes)
    for (k, g) in zip(indices, dither) {
      #expect(try table.decode(dither: g, from: &decoder) == k)
    }
    try decoder.finish()
  }

  @Test(arguments: [6 + (1 << 21), -4 - (1 << 21), Int.max, Int.min])
  func `what is too far out throws and writes nothing`(_ index: Int) throws {
    var random = SplitMix64(seed: 5)
    let (table, _, _) = try Self.table(
      &random, indices: -4...6, resolution: 4)
    var encoder = RangeEncoder()
    #expect(throws: EntropyError.self) {
      try table.encode(index, dither: 0, into: &encoder)
    }
    #expect(encoder.finish().bytes == [])
    #expect(table.idealBits(index, dither: 0) == .infinity)
  }

  @Test func `an endless escape throws`() throws {
    // All the weight on the escape, then ones for ever.
    let table = try DitheredTable(
      cumulative: [0, 0], total: 9, indices: 0...0, resolution: 1)
    var encoder = RangeEncoder()
    encoder.encode(start: 1, size: 65_535)
    for _ in 0..<40 { encoder.encodeBits(1, count: 1) }
    var decoder = RangeDecoder(encoder.finish().bytes)
    #expect(throws: EntropyError.escape(bits: 21, limit: 20)) {
      try table.decode(dither: 0, from: &decoder)
    }
  }

  @Test func `broken samples throw what is wrong`() {
    func make(
      _ cumulative: [UInt32], _ total: UInt32,
      _ indices: ClosedRange<Int> = 0...0, _ resolution: Int = 2
    ) throws {
      _ = try DitheredTable(
        cumulative: cumulative, total: total, indices: indices,
        resolution: resolution)
    }
    #expect(
      throws: EntropyError.count(of: "samples", found: 3, expected: 4)
    ) { try make([0, 1, 2], 9) }
    #expect(throws: EntropyError.descending(index: 2)) {
      try make([0, 5, 4, 6], 9)
    }
    #expect(throws: EntropyError.descending(index: 4)) {
      try make([0, 5, 6, 7], 6)
    }
    #expect(
      throws: EntropyError.setting(
        "dither resolution", found: 3, expected: 1...4096)
    ) { try make([0, 5, 6, 7], 9, 0...0, 3) }
    #expect(
      throws: EntropyError.setting(
        "index", found: Int.max, expected: -32_768...32_768)
    ) { try make([0, 5, 6, 7], 9, 0...Int.max) }
    #expect(
      throws: EntropyError.setting(
        "indices", found: 4096, expected: 1...4095)
    ) { try make([0, 5, 6, 7], 9, 0...4095) }
  }
}
