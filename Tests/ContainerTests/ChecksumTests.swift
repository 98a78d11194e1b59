import Testing

@testable import Container

/// The check values of the catalogue of parametrised CRC algorithms: the
/// checksum of the digits 1 to 9.
@Suite struct ChecksumTests {
  static let digits = Array("123456789".utf8)

  @Test func `CRC-8/I-432-1`() {
    #expect(CRC8.checksum(Self.digits[...]) == 0xA1)
    #expect(CRC8.checksum([]) == 0x55)
  }
}
