import Support

extension RDCFile {
  /// The two bytes that every file begins with.
  static let magic: [UInt8] = [0xDC, 0x72]

  /// The bytes of the file; the inverse of ``parse(_:)``.
  public consuming func serialize() -> [UInt8] {
    var header = HeaderByte()
    header.isArchive = face != .compact
    header.hasSeed = seed != 0
    header.hasChecksum = hasChecksum
    header.hasSections = !sections.isEmpty
    header.hasDimensions = dimensions != nil

    var bytes = Self.magic + [header.byte, quality]
    bytes.append(
      bigEndian: UInt64(fingerprint.value >> (header.isArchive ? 0 : 16)),
      count: header.isArchive ? 4 : 2)
    if seed != 0 { bytes.append(varint: seed) }
    if case .archive(let count) = face { bytes.append(varint: count) }
    if let dimensions {
      bytes.append(varint: UInt64(dimensions.width))
      bytes.append(varint: UInt64(dimensions.height))
    }
    for section in sections {
      bytes.append(
        varint: section.tag.rawValue << 1 | (section.isRequired ? 1 : 0))
      bytes.append(varint: UInt64(section.bytes.count))
      bytes += section.bytes
    }
    if !sections.isEmpty { bytes.append(0) }
    bytes += payload
    if hasChecksum {
      if header.isArchive {
        bytes.append(bigEndian: CRC32.checksum(bytes))
      } else {
        bytes.append(CRC8.checksum(bytes[...]))
      }
    }
    return bytes
  }
}
