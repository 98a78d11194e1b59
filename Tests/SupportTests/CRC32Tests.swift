import Support
import Testing

/// The check value of the catalogue of parametrised CRC algorithms: the
/// checksum of the digits 1 to 9.
@Suite struct CRC32Tests {
  static let digits = Array("123456789".utf8)

  @Test func `CRC-32/ISO-HDLC`() {
    #expect(CRC32.checksum(Self.digits) == 0xCBF4_3926)
    #expect(CRC32.checksum(Self.digits[2...4]) == CRC32.checksum([51, 52, 53]))
    #expect(CRC32.checksum([]) == 0)
    #expect(CRC32.checksum(AnyCollection(Self.digits)) == 0xCBF4_3926)
  }
}
