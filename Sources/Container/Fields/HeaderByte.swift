/// Byte 2 of a file: its version and what else the header holds.
///
/// Bits 7 and 6 are the version, 01. Bit 5 makes the number of set bits even,
/// so that damage to this byte is seen even where it says that there is no
/// checksum. Bit 4 is the face; bits 3 to 0 say what is there: a seed, a
/// checksum, sections, dimensions.
struct HeaderByte {
  static let version: UInt8 = 1

  var isArchive = false
  var hasSeed = false
  var hasChecksum = false
  var hasSections = false
  var hasDimensions = false

  init() {}

  /// Takes the byte at offset 2 apart.
  init(_ byte: UInt8) throws(ContainerError) {
    guard byte.nonzeroBitCount % 2 == 0 else {
      throw .headerParity(found: byte)
    }
    guard byte >> 6 == Self.version else {
      throw .version(found: byte >> 6, expected: Self.version)
    }
    isArchive = byte & 0x10 != 0
    hasSeed = byte & 0x08 != 0
    hasChecksum = byte & 0x04 != 0
    hasSections = byte & 0x02 != 0
    hasDimensions = byte & 0x01 != 0
  }

  /// Puts it together.
  var byte: UInt8 {
    var byte = Self.version << 6
    if isArchive { byte |= 0x10 }
    if hasSeed { byte |= 0x08 }
    if hasChecksum { byte |= 0x04 }
    if hasSections { byte |= 0x02 }
    if hasDimensions { byte |= 0x01 }
    return byte.nonzeroBitCount % 2 == 0 ? byte : byte | 0x20
  }
}
