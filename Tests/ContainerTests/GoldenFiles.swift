import Container

/// Files whose every byte is fixed. The checksums were computed elsewhere.
enum GoldenFiles {
  /// A default digit: eight bytes.
  static let digit: [UInt8] = [
    0xdc, 0x72, 0x44, 0x07, 0xa1, 0xb2, 0x5a, 0xb5,
  ]

  static func digitContent() throws -> RDCFile {
    try RDCFile(
      face: .compact, quality: 7, fingerprint: 0xa1b2_c3d4, payload: [0x5a])
  }

  /// Everything at once.
  static let archive: [UInt8] = [
    0xdc, 0x72, 0x5f, 0x02,  // magic, flags, quality
    0xa1, 0xb2, 0xc3, 0xd4,  // fingerprint
    0xb4, 0x24,  // seed 0x1234
    0xac, 0x02,  // 300 pictures
    0x80, 0x04, 0x1c,  // 512 × 28
    0x02, 0x03, 0xaa, 0xbb, 0xcc,  // ICC
    0x04, 0x00,  // Exif, empty
    0x07, 0x01, 0xdd,  // alpha, required
    0x52, 0x02, 0x01, 0x02,  // section 41, unknown
    0x00,  // end of sections
    0xde, 0xad, 0xbe, 0xef,  // payload
    0x56, 0x26, 0x8d, 0xc3,  // checksum
  ]

  static func archiveContent() throws -> RDCFile {
    var sections = [
      Section(.alpha, isRequired: true, bytes: [0xdd]),
      Section(.icc, isRequired: false, bytes: [0xaa, 0xbb, 0xcc]),
      Section(.exif, isRequired: false, bytes: []),
    ]
    if let tag = Section.Tag(rawValue: 41) {
      sections.append(Section(tag, isRequired: false, bytes: [1, 2]))
    }
    return try RDCFile(
      face: .archive(count: 300), quality: 2, fingerprint: 0xa1b2_c3d4,
      seed: 0x1234, dimensions: Dimensions(width: 512, height: 28),
      sections: sections, payload: [0xde, 0xad, 0xbe, 0xef])
  }
}
