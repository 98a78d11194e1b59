extension RDCFile {
  /// Reads the bytes of a file; the inverse of ``serialize()``.
  ///
  /// The checksum is looked at before the fields that it protects, so damage is
  /// named as such. Takes no more memory than the file has bytes, beyond some
  /// for each section.
  ///
  /// - Throws: ``ContainerError``.
  public static func parse(_ bytes: [UInt8]) throws(ContainerError) -> Self {
    try parseWithLayout(bytes).file
  }

  /// The content, and where each bit of it stands.
  static func parseWithLayout(
    _ bytes: [UInt8]
  ) throws(ContainerError) -> (file: Self, layout: FileLayout) {
    var reader = FieldReader(bytes)
    let header = try reader.header()
    let checksumSize = !header.hasChecksum ? 0 : header.isArchive ? 4 : 1
    let fingerprintSize = header.isArchive ? 4 : 2
    try reader.require(1 + fingerprintSize + checksumSize, field: "header")
    if header.hasChecksum {
      try reader.checkAndDropChecksum(isArchive: header.isArchive)
    }
    let quality = UInt8(try reader.bigEndian(1, field: "quality"))
    let name = UInt32(
      try reader.bigEndian(fingerprintSize, field: "model fingerprint"))
    let fingerprint =
      header.isArchive
      ? ModelFingerprint(name) : ModelFingerprint(topHalf: UInt16(name))
    var seed: UInt64 = 0
    if header.hasSeed {
      seed = try reader.varint(1...UInt64.max, field: "seed")
    }
    var face = Face.compact
    if header.isArchive {
      face = .archive(
        count: try reader.varint(1...UInt64.max, field: "picture count"))
    }
    var dimensions: Dimensions?
    if header.hasDimensions {
      let sides = 1...UInt64(Dimensions.limit)
      dimensions = Dimensions(
        width: Int(try reader.varint(sides, field: "width")),
        height: Int(try reader.varint(sides, field: "height")))
    }
    var sections: [Section] = []
    if header.hasSections { sections = try reader.sections() }
    let file = Self(
      face: face, quality: quality, fingerprint: fingerprint, seed: seed,
      dimensions: dimensions, sortedSections: sections,
      payload: reader.rest(field: "payload"),
      hasChecksum: header.hasChecksum)
    return (file, reader.layout())
  }
}
