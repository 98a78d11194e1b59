import EntropyCoding
import RealModule
import Support
import TestSupport
import Testing

@Suite struct RangeCoderTests {
  static func encode(
    _ symbols: [Int], _ table: FrequencyTable
  ) throws -> RangePayload {
    var encoder = RangeEncoder()
    for symbol in symbols { try encoder.encode(symbol, table) }
    return encoder.finish()
  }

  static func decode(
    _ bytes: [UInt8], _ count: Int, _ table: FrequencyTable
  ) throws(EntropyError) -> [Int] {
    var decoder = RangeDecoder(bytes)
    var symbols: [Int] = []
    for _ in 0..<count { symbols.append(try decoder.decode(table)) }
    try decoder.finish()
    return symbols
  }

  @Test(arguments: [
    ([UInt32]([6, 1, 1]), [0, 2, 0, 0, 1], [UInt8]([0xb3]), 8),
    ([1, 1, 1], [2, 1, 0, 2, 2, 2, 1, 0, 1, 1, 2], [0xd0, 0x61, 0x80], 17),
    ([1, 65_535], Array(repeating: 1, count: 40), [0x80], 1),
    ([3, 0, 5], [1, 1, 1, 2], [0x60, 0, 0x60, 0, 0x60, 0, 0x80], 49),
    ([9, 1], [0, 0, 0], [], 0),
  ])
  func `golden bytes`(
    _ weights: [UInt32], _ symbols: [Int], _ bytes: [UInt8], _ bits: Int
  ) throws {
    let table = try FrequencyTable(weights: weights)
    let payload = try Self.encode(symbols, table)
    #expect(payload.bytes == bytes)
    #expect(payload.bitCount == bits)
    #expect(try Self.decode(bytes, symbols.count, table) == symbols)
  }

  @Test(arguments: 1...UInt64(60))
  func `what goes in comes out, at the ideal cost`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let size = Int(random.next() % 40) + 1
    let table = try FrequencyTable(
      weights: (0..<size).map { _ in random.skewedWeight() })
    let symbols = (0..<Int(random.next() % 3000)).map { _ in
      table.symbol(at: UInt32(random.next() & 0xFFFF))
    }
    let payload = try Self.encode(symbols, table)
    #expect(try Self.decode(payload.bytes, symbols.count, table) == symbols)
    let ideal = symbols.reduce(0) { $0 + table.idealBits(of: $1) }
    #expect(Double(payload.bitCount) <= ideal + 1 + 1e-6 * ideal)
    #expect(payload.bytes.count <= (Int(ideal + 1 + 1e-6 * ideal) + 7) / 8)
    #expect((payload.bitCount + 7) / 8 <= payload.bytes.count)
  }

  @Test(arguments: 1...UInt64(20))
  func `a total need be no power of two`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var ideal = 0.0
    let parts = (0..<2000).map { _ in
      let total = UInt32(1 + random.next() % 65536)
      let start = UInt32(random.next() % UInt64(total))
      let size = 1 + UInt32(random.next() % UInt64(total - start))
      ideal -= Double.log2(Double(size) / Double(total))
      return (start: start, size: size, total: total)
    }
    var encoder = RangeEncoder()
    for part in parts {
      encoder.encode(start: part.start, size: part.size, total: part.total)
    }
    let payload = encoder.finish()
    #expect(Double(payload.bitCount) <= ideal + 1 + 1e-6 * ideal)
    var decoder = RangeDecoder(payload.bytes)
    for part in parts {
      let target = decoder.target(total: part.total)
      #expect(target >= part.start && target - part.start < part.size)
      try decoder.advance(
        start: part.start, size: part.size, total: part.total)
    }
    try decoder.finish()
  }

  @Test(arguments: 1...UInt64(20))
  func `a part that is asked for is stepped over only if it is next`(
    _ seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let table = try FrequencyTable(
      weights: (0..<5).map { _ in random.skewedWeight() })
    let symbols = (0..<500).map { _ in
      table.symbol(at: UInt32(random.next() & 0xFFFF))
    }
    var decoder = RangeDecoder(try Self.encode(symbols, table).bytes)
    for symbol in symbols {
      // From the last symbol on, which holds what the division leaves.
      var found: Int?
      for candidate in (0..<5).reversed() where found == nil {
        let part = table.interval(of: candidate)
        if try decoder.advance(
          ifIn: part.start, to: part.start + part.size)
        {
          found = candidate
        }
      }
      #expect(found == symbol)
    }
    try decoder.finish()
  }

  /// Parts at the top of the total keep `low` just under a carry.
  @Test(arguments: 1...UInt64(20))
  func `carries run through any number of bytes`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let table = try FrequencyTable(frequencies: [1, 65_534, 1])
    var symbols = Array(repeating: 2, count: 12)
    symbols += (0..<20).map { _ in Int(random.next() % 3) }
    let payload = try Self.encode(symbols, table)
    #expect(try Self.decode(payload.bytes, symbols.count, table) == symbols)
  }

  @Test(arguments: 1...UInt64(10))
  func `plain bits`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let values = (0..<200).map { _ in
      let count = Int(random.next() % 17)
      return (UInt32(random.next() & ((1 << UInt64(count)) - 1)), count)
    }
    var encoder = RangeEncoder()
    for (value, count) in values { encoder.encodeBits(value, count: count) }
    let payload = encoder.finish()
    #expect(payload.bitCount <= values.reduce(0) { $0 + $1.1 })
    var decoder = RangeDecoder(payload.bytes)
    for (value, count) in values {
      #expect(try decoder.decodeBits(count: count) == value)
    }
    try decoder.finish()
  }

  @Test func `nothing costs nothing`() throws {
    #expect(RangeEncoder().finish().bytes == [])
    #expect(RangeEncoder().finish().bitCount == 0)
    try RangeDecoder([]).finish()
    #expect(throws: EntropyError.notCanonical(byteCount: 1)) {
      try RangeDecoder([0]).finish()
    }
    #expect(throws: EntropyError.notCanonical(byteCount: 1)) {
      try RangeDecoder([1]).finish()
    }
  }

  @Test func `a symbol outside the alphabet throws`() throws {
    let table = try FrequencyTable(weights: [1, 2])
    var encoder = RangeEncoder()
    #expect(throws: EntropyError.symbol(found: 2, expected: 0...1)) {
      try encoder.encode(2, table)
    }
    #expect(throws: EntropyError.symbol(found: -1, expected: 0...1)) {
      try encoder.encode(-1, table)
    }
  }
}
