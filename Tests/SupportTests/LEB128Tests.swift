import Support
import Testing

@Suite struct LEB128Tests {
  static func read(
    _ bytes: [UInt8], most: Int = LEB128.byteLimit
  ) throws(LEB128.Failure) -> UInt64 {
    var offset = 0
    return try LEB128.read(bytes, at: &offset, end: bytes.count, most: most)
  }

  @Test(arguments: [
    0, 1, 127, 128, 300, 16383, 16384, 1 << 32, UInt64.max - 1, UInt64.max,
  ])
  func `what was appended is read`(_ value: UInt64) throws {
    var bytes: [UInt8] = [9]
    bytes.append(varint: value)
    var offset = 1
    #expect(
      try LEB128.read(bytes, at: &offset, end: bytes.count) == value)
    #expect(offset == bytes.count)
    #expect(bytes.count == 1 + max(1, (70 - value.leadingZeroBitCount) / 7))
    #expect(throws: LEB128.Failure.truncated) {
      try Self.read(Array(bytes[1...].dropLast()))
    }
  }

  @Test(arguments: [
    [0x80, 0], [0xFF, 0x80, 0],
    [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2],
  ])
  func `what is not the shortest form of 64 bits is refused`(
    _ bytes: [UInt8]
  ) {
    #expect(throws: LEB128.Failure.malformed) { try Self.read(bytes) }
  }

  @Test func `a number longer than asked for is refused`() {
    #expect(throws: LEB128.Failure.malformed) {
      try Self.read([0x80, 0x80, 1], most: 2)
    }
  }
}
