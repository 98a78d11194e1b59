/// The checksum of the compact face: CRC-8/I-432-1.
///
/// Polynomial x⁸ + x² + x + 1 (0x07), highest bit first, start 0, the result
/// exclusive-or 0x55 so that a zero byte appended does not pass. The polynomial
/// is (x + 1) times a primitive one of degree 7, whose period is 127: in files
/// of up to 127 bits every change of one, two or three bits is found (and at
/// any length every change of an odd number), as is every burst of 8 bits.
enum CRC8 {
  private static let table: [UInt8] = (0...255).map { byte in
    (0..<8).reduce(UInt8(byte)) { value, _ in
      value & 0x80 == 0 ? value << 1 : value << 1 ^ 0x07
    }
  }

  /// The checksum of bytes.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    bytes.reduce(0) { table[Int($0 ^ $1)] } ^ 0x55
  }
}
