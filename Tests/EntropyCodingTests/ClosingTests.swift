import EntropyCoding
import Support
import TestSupport
import Testing

/// The payload's end: the fewest bytes, and one payload for one message.
@Suite struct ClosingTests {
  /// All strings of up to two bytes, as an exhaustive set of payloads.
  static let strings: [[UInt8]] =
    [[]] + (0...255).map { [UInt8($0)] }
    + (0..<65_536).map { [UInt8($0 >> 8), UInt8($0 & 255)] }

  /// Among all strings of up to two bytes, those which `finish` accepts are
  /// exactly those which an encoder writes, and for each message it is the
  /// shortest that decodes to it.
  @Test(arguments: [
    ([UInt32]([40_000, 20_000, 5000, 536]), 3), ([1, 30_000, 35_535], 4),
    ([65_000, 536], 5),
  ])
  func `closing is minimal and unique`(
    _ frequencies: [UInt32], _ count: Int
  ) throws {
    let table = try FrequencyTable(weights: frequencies)
    var shortest: [[Int]: Int] = [:]
    var accepted: [[Int]: [UInt8]] = [:]
    for bytes in Self.strings {
      var decoder = RangeDecoder(bytes)
      var symbols: [Int] = []
      do {
        for _ in 0..<count { symbols.append(try decoder.decode(table)) }
      } catch {
        continue
      }
      shortest[symbols] = min(shortest[symbols] ?? .max, bytes.count)
      if decoder.isCanonical {
        #expect(accepted.updateValue(bytes, forKey: symbols) == nil)
      }
    }
    // Whatever decodes from two bytes or fewer has an accepted form, and an
    // encoder writes it.
    #expect(shortest.count == accepted.count)
    for (symbols, bytes) in accepted {
      #expect(bytes.count == shortest[symbols])
      #expect(try RangeCoderTests.encode(symbols, table).bytes == bytes)
    }
  }

  /// The bits before the padding, against a search over all shorter ones.
  @Test(arguments: 1...UInt64(24))
  func `the stated bits are the fewest`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let table = try FrequencyTable(
      weights: (0..<4).map { _ in random.skewedWeight() })
    let symbols = (0..<3).map { _ in
      table.symbol(at: UInt32(random.next() & 0xFFFF))
    }
    let payload = try RangeCoderTests.encode(symbols, table)
    guard payload.bitCount <= 12 else { return }
    var fewest = Int.max
    for number in 0..<4096 {
      let bits = number == 0 ? 0 : 12 - number.trailingZeroBitCount
      guard bits < fewest else { continue }
      var decoder = RangeDecoder([UInt8(number >> 4), UInt8(number << 4 & 255)])
      var found: [Int] = []
      for _ in 0..<3 { found.append(try decoder.decode(table)) }
      if found == symbols { fewest = bits }
    }
    #expect(fewest == payload.bitCount)
  }

  @Test(arguments: 1...UInt64(12))
  func `every cut and every flip is an error or another message`(
    _ seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let table = try FrequencyTable(
      weights: (0..<5).map { _ in random.skewedWeight() + 1 })
    let symbols = (0..<60).map { _ in
      table.symbol(at: UInt32(random.next() & 0xFFFF))
    }
    let bytes = try RangeCoderTests.encode(symbols, table).bytes
    var altered = (0..<bytes.count).map { Array(bytes.prefix($0)) }
    for bit in 0..<(8 * bytes.count) {
      var copy = bytes
      copy[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      altered.append(copy)
    }
    altered += (0...255).map { bytes + [UInt8($0)] }
    for copy in altered {
      let outcome = Result { () throws(EntropyError) in
        try RangeCoderTests.decode(copy, symbols.count, table)
      }
      switch outcome {
      case .success(let found):
        #expect(found != symbols)
        // The coder leaves no redundancy: what passes is a message's payload.
        #expect(try RangeCoderTests.encode(found, table).bytes == copy)
      case .failure(let error):
        let cut = EntropyError.truncated(byteCount: copy.count)
        let altered = EntropyError.notCanonical(byteCount: copy.count)
        #expect(error == altered || error == cut)
      }
    }
  }

  @Test func `more than four missing bytes are truncation`() throws {
    let table = try FrequencyTable(weights: [1, 1, 1])
    var random = SplitMix64(seed: 4)
    let symbols = (0..<400).map { _ in Int(random.next() % 3) }
    let bytes = try RangeCoderTests.encode(symbols, table).bytes
    for count in 0..<(bytes.count - 6) {
      #expect(throws: EntropyError.truncated(byteCount: count)) {
        try RangeCoderTests.decode(
          Array(bytes.prefix(count)), symbols.count, table)
      }
    }
  }

  /// A message of zeros alone would need no bytes; it gets those that let a
  /// decoder tell a cut, and stays within a byte of the ideal.
  @Test(arguments: [10, 100, 1000, 10_000])
  func `a message of zeros keeps within its ideal cost`(_ count: Int) throws {
    let table = try FrequencyTable(weights: [3, 1])
    let symbols = Array(repeating: 0, count: count)
    let payload = try RangeCoderTests.encode(symbols, table)
    let ideal = Double(count) * table.idealBits(of: 0)
    #expect(payload.bitCount == 0)
    #expect(payload.bytes.allSatisfy { $0 == 0 })
    #expect(Double(payload.bytes.count) <= ideal / 8)
    #expect(Double(payload.bytes.count) >= ideal / 8 - 6)
    #expect(
      try RangeCoderTests.decode(payload.bytes, count, table) == symbols)
    #expect(
      throws: EntropyError.notCanonical(
        byteCount: payload.bytes.count + 1)
    ) {
      try RangeCoderTests.decode(payload.bytes + [0], count, table)
    }
  }

  @Test(arguments: 1...UInt64(30))
  func `garbage ends in symbols or an error`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let table = try FrequencyTable(
      weights: (0..<Int(random.next() % 9 + 2)).map { _ in
        random.skewedWeight(bits: 8) + 1
      })
    let bytes = random.bytes(Int(random.next() % 64))
    var decoder = RangeDecoder(bytes)
    var count = 0
    #expect(throws: EntropyError.truncated(byteCount: bytes.count)) {
      while count < 1_000_000 {
        _ = try decoder.decode(table)
        count += 1
      }
    }
  }
}
