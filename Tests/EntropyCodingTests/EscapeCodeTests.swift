import EntropyCoding
import Testing

@Suite struct EscapeCodeTests {
  static let largest = UInt32(1) << 21 - 2

  @Test(arguments: [0, 1, 2, 3, 6, 7, 1000, largest - 1, largest])
  func `a distance comes back, in as many bits as are counted`(
    _ distance: UInt32
  ) throws {
    var encoder = RangeEncoder()
    EscapeCode.encode(distance, into: &encoder)
    // A bit that is set ends the payload behind the escape.
    encoder.encodeBits(1, count: 1)
    let payload = encoder.finish()
    #expect(payload.bitCount == EscapeCode.bitCount(distance) + 1)
    var decoder = RangeDecoder(payload.bytes)
    #expect(try EscapeCode.decode(from: &decoder) == distance)
    #expect(try decoder.decodeBits(count: 1) == 1)
    try decoder.finish()
  }

  @Test func `an endless escape is refused`() throws {
    var encoder = RangeEncoder()
    for _ in 0..<40 { encoder.encodeBits(1, count: 1) }
    var decoder = RangeDecoder(encoder.finish().bytes)
    #expect(throws: EntropyError.escape(bits: 21, limit: 20)) {
      try EscapeCode.decode(from: &decoder)
    }
  }
}
