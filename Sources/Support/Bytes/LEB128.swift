/// Numbers of any size: seven bits a byte, the lowest first; the top bit says
/// that more follow. Only the shortest form of a number is one.
public enum LEB128 {
  /// Why bytes are no number.
  public enum Failure: Error, Sendable, Equatable {
    /// They end inside of it.
    case truncated
    /// It is not written in the shortest way, or has too many bytes.
    case malformed
  }

  /// The bytes that 64 bits take at the most.
  public static let byteLimit = 10

  /// Reads a number and moves `offset` behind it.
  ///
  /// - Parameters:
  ///   - bytes: where the number stands.
  ///   - offset: its first byte; afterwards the one behind it.
  ///   - end: where the bytes that may be read end.
  ///   - most: the most bytes that the number may have, at most 10.
  /// - Returns: the number.
  /// - Throws: ``Failure``; `offset` is then behind the bytes that were read.
  public static func read(
    _ bytes: [UInt8], at offset: inout Int, end: Int, most: Int = byteLimit
  ) throws(Failure) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<most {
      guard offset < end else { throw .truncated }
      let byte = bytes[offset]
      offset += 1
      // The tenth byte has room for one bit; a last byte of 0 says nothing.
      if index == 9, byte > 1 { break }
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte & 0x80 == 0 {
        if byte == 0, index > 0 { break }
        return value
      }
    }
    throw .malformed
  }
}

extension [UInt8] {
  /// Appends a number; the inverse of ``LEB128/read(_:at:end:most:)``.
  public mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
