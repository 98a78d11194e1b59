import EntropyCoding
import Support
import TestSupport
import Testing

@Suite struct LatentCoderTests {
  static func coder(
    _ random: inout SplitMix64, dimensions: Int = 3, levels: Int = 3,
    resolution: Int = 64
  ) throws -> LatentCoder {
    let count = try LatentTable.weightCount(
      dimensions: dimensions, levels: levels, resolution: resolution)
    return LatentCoder(
      try LatentTable(
        dimensions: dimensions, levels: levels, resolution: resolution,
        weights: (0..<count).map { _ in UInt16(random.skewedWeight()) }))
  }

  /// A picture drawn from the model.
  static func draw(
    _ random: inout SplitMix64, _ coder: LatentCoder, dither: [UInt16]
  ) -> [UInt8] {
    var context = 0
    return dither.map { g in
      let k = coder.table.distribution(context: context, dither: g)
        .symbol(at: UInt32(random.next() & 0xFFFF))
      context = context * coder.table.levels + 1 + k
      return UInt8(k)
    }
  }

  @Test(arguments: [UInt64(1)], [(2, 3), (3, 3), (3, 4), (4, 4)])
  func `ten thousand pictures cost what is ideal`(
    _ seed: UInt64, _ shape: (Int, Int)
  ) throws {
    var random = SplitMix64(seed: seed)
    let coder = try Self.coder(
      &random, dimensions: shape.0, levels: shape.1, resolution: 8)
    var encoder = RangeEncoder()
    var pictures: [([UInt8], [UInt16])] = []
    var ideal = 0.0
    for _ in 0..<10_000 {
      let dither = (0..<shape.0).map { _ in UInt16(random.next() % 8) }
      let picture = Self.draw(&random, coder, dither: dither)
      try coder.encode(picture, dither: dither, into: &encoder)
      ideal += try coder.idealBits(picture, dither: dither)
      pictures.append((picture, dither))
    }
    let payload = encoder.finish()
    #expect(Double(8 * payload.bytes.count) <= ideal * 1.000_01 + 8)
    #expect(Double(8 * payload.bytes.count) <= ideal * 1.001 + 8)
    #expect(
      coder.pictureLimit(payloadBytes: payload.bytes.count) >= 10_000)
    var decoder = RangeDecoder(payload.bytes)
    for (picture, dither) in pictures {
      #expect(try coder.decode(dither: dither, from: &decoder) == picture)
    }
    try decoder.finish()
  }

  @Test func `golden bytes`() throws {
    // Weights that anyone can write down: w[i] = (40503·i mod 2^16) / 16.
    let count = try LatentTable.weightCount(
      dimensions: 3, levels: 3, resolution: 64)
    #expect(count == 13 * 3 * 64)
    let coder = LatentCoder(
      try LatentTable(
        dimensions: 3, levels: 3, resolution: 64,
        weights: (0..<count).map { UInt16((40_503 * $0 & 0xFFFF) >> 4) }))
    var encoder = RangeEncoder()
    for i in 0..<12 {
      try coder.encode(
        [UInt8(i % 3), UInt8(i / 3 % 3), UInt8(i * i % 3)],
        dither: [UInt16(5 * i), UInt16(63 - i), 31], into: &encoder)
    }
    let payload = encoder.finish()
    #expect(payload.bytes == Self.golden)
    #expect(payload.bitCount == Self.goldenBits)
  }

  static let golden: [UInt8] = [
    0x00, 0x00, 0x09, 0xee, 0xc3, 0x6f, 0x6b, 0xdc, 0x40, 0x7e, 0xa4, 0x89,
    0x80,
  ]
  static let goldenBits = 97

  @Test func `the bits of all cells are those of each`() throws {
    var random = SplitMix64(seed: 8)
    let coder = try Self.coder(&random, dimensions: 3, levels: 4)
    let dither: [UInt16] = [0, 63, 20]
    let bits = try coder.cellBits(dither: dither)
    #expect(bits.count == 64)
    for cell in 0..<64 {
      let indices = [cell / 16, cell / 4 % 4, cell % 4].map(UInt8.init)
      #expect(try coder.idealBits(indices, dither: dither) == bits[cell])
    }
    // They are one distribution.
    let sum = bits.reduce(0) { sum, bits in
      var p = 1.0
      var whole = bits
      while whole >= 1 {
        p /= 2
        whole -= 1
      }
      // 2^−x on [0, 1) by its series.
      var term = 1.0
      var series = 0.0
      for n in 1...24 {
        series += term
        term *= -whole * 0.693_147_180_559_945_3 / Double(n)
      }
      return sum + p * series
    }
    #expect(abs(sum - 1) < 1e-9)
  }

  @Test func `weights stand as context, level, dither`() throws {
    // d = 2, L = 2, G = 2: contexts 0; 1, 2 (the first symbol was 0 or 1).
    let table = try LatentTable(
      dimensions: 2, levels: 2, resolution: 2,
      weights: [
        1, 3, 3, 1,  // context 0: k = 0 at g = 0, 1; k = 1 at g = 0, 1
        0, 1, 1, 1,
        7, 1, 1, 7,
      ])
    func frequencies(_ context: Int, _ g: UInt16) -> [UInt32] {
      let d = table.distribution(context: context, dither: g)
      return (0..<2).map { d.interval(of: $0).size }
    }
    #expect(frequencies(0, 0) == [16_384, 49_152])
    #expect(frequencies(0, 1) == [49_152, 16_384])
    #expect(frequencies(1, 0) == [1, 65_535])
    #expect(frequencies(1, 1) == [32_768, 32_768])
    #expect(frequencies(2, 0) == [57_344, 8192])
    #expect(frequencies(2, 1) == [8192, 57_344])
    // The picture (1, 0) takes contexts 0 and 2.
    #expect(
      try LatentCoder(table).idealBits([1, 0], dither: [1, 1])
        == 2 + 3)
  }

  @Test(arguments: 1...UInt64(10))
  func `garbage ends before the limit of pictures`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    // Weights without a zero, so that the limit is soon reached.
    let coder = LatentCoder(
      try LatentTable(
        dimensions: 2, levels: 3, resolution: 4,
        weights: (0..<48).map { _ in UInt16(random.next() % 50 + 1) }))
    let bytes = random.bytes(Int(random.next() % 30))
    var decoder = RangeDecoder(bytes)
    let limit = coder.pictureLimit(payloadBytes: bytes.count)
    var count: UInt64 = 0
    #expect(throws: EntropyError.truncated(byteCount: bytes.count)) {
      while count < limit {
        _ = try coder.decode(dither: [3, 0], from: &decoder)
        count += 1
      }
    }
  }

  @Test func `a count of 2^60 pictures is refused for a short payload`() throws
  {
    let flat = LatentCoder(
      try LatentTable(
        dimensions: 3, levels: 3, resolution: 1,
        weights: Array(repeating: 1, count: 39)))
    // 4.75 bits a picture.
    #expect(flat.pictureLimit(payloadBytes: 1000) < 1725)
    #expect(flat.pictureLimit(payloadBytes: 1000) > 1683)
    let skewed = LatentCoder(
      try LatentTable(
        dimensions: 1, levels: 2, resolution: 1, weights: [0, 1]))
    #expect(skewed.pictureLimit(payloadBytes: 1 << 40) < 1 << 60)
  }

  @Test func `wrong arguments throw what is wrong`() throws {
    var random = SplitMix64(seed: 1)
    let coder = try Self.coder(&random)
    var encoder = RangeEncoder()
    #expect(throws: EntropyError.symbol(found: 3, expected: 0...2)) {
      try coder.encode([0, 3, 0], dither: [0, 0, 0], into: &encoder)
    }
    #expect(throws: EntropyError.symbol(found: 64, expected: 0...63)) {
      try coder.encode([0, 0, 0], dither: [0, 0, 64], into: &encoder)
    }
    #expect(
      throws: EntropyError.count(of: "symbols", found: 2, expected: 3)
    ) { try coder.encode([0, 0], dither: [0, 0, 0], into: &encoder) }
    #expect(
      throws: EntropyError.count(of: "dither indices", found: 4, expected: 3)
    ) { try coder.idealBits([0, 0, 0], dither: [0, 0, 0, 0]) }
    #expect(encoder.finish().bytes == [])
  }

  @Test func `impossible shapes throw before anything is reserved`() {
    func count(_ d: Int, _ l: Int, _ g: Int) throws(EntropyError) -> Int {
      try LatentTable.weightCount(dimensions: d, levels: l, resolution: g)
    }
    #expect(throws: EntropyError.self) { try count(16, 256, 64) }
    #expect(throws: EntropyError.self) { try count(0, 3, 64) }
    #expect(throws: EntropyError.self) { try count(3, 1, 64) }
    #expect(throws: EntropyError.self) { try count(3, Int.max, 64) }
    #expect(throws: EntropyError.self) { try count(3, 3, 65) }
    #expect(throws: EntropyError.self) { try count(12, 3, 4096) }
    #expect(
      throws: EntropyError.count(of: "weights", found: 0, expected: 2496)
    ) {
      try LatentTable(
        dimensions: 3, levels: 3, resolution: 64, weights: [])
    }
  }
}
