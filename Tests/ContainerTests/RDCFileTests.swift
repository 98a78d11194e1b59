import Container
import Support
import TestSupport
import Testing

@Suite struct RDCFileTests {
  @Test func `golden bytes of a digit`() throws {
    let content = try GoldenFiles.digitContent()
    #expect(content.serialize() == GoldenFiles.digit)
    let parsed = try RDCFile.parse(GoldenFiles.digit)
    #expect(parsed == content)
    #expect(parsed.count == 1)
    #expect(parsed.fingerprint.description == "a1b2")
    #expect(parsed.fingerprint.matches(0xa1b2_c3d4))
    #expect(!parsed.fingerprint.matches(0xa1b3_c3d4))
  }

  @Test func `golden bytes of an archive`() throws {
    let content = try GoldenFiles.archiveContent()
    #expect(content.serialize() == GoldenFiles.archive)
    let parsed = try RDCFile.parse(GoldenFiles.archive)
    #expect(parsed == content)
    #expect(parsed.count == 300)
    #expect(parsed.section(.alpha)?.bytes == [0xdd])
    #expect(parsed.sections.map(\.tag.isKnown) == [true, true, true, false])
    #expect(parsed.fingerprint.description == "a1b2c3d4")
    #expect(!parsed.fingerprint.matches(0xa1b2_c3d5))
  }

  /// What a file of any kind may hold.
  static func content(_ random: inout SplitMix64) throws -> RDCFile {
    var tags: Set<UInt64> = []
    while random.next() % 2 == 0 { tags.insert(random.number(bits: 63)) }
    for tag in UInt64(1)...4 where random.next() % 4 == 0 { tags.insert(tag) }
    let sections = tags.compactMap(Section.Tag.init).map {
      Section(
        $0, isRequired: $0.isKnown && random.next() % 2 == 0,
        bytes: random.bytes(Int(random.next() % 300)))
    }
    let sides = (
      Int(random.number(bits: 24)), Int(random.number(bits: 24))
    )
    return try RDCFile(
      face: random.next() % 2 == 0
        ? .compact : .archive(count: random.number(bits: 64)),
      quality: UInt8(random.next() & 0xFF),
      fingerprint: UInt32(truncatingIfNeeded: random.next()),
      seed: random.next() % 2 == 0 ? 0 : random.number(bits: 64),
      dimensions: random.next() % 2 == 0
        ? nil : Dimensions(width: sides.0, height: sides.1),
      sections: sections, payload: random.bytes(Int(random.next() % 100)),
      hasChecksum: random.next() % 3 != 0)
  }

  @Test(arguments: 1...UInt64(300))
  func `parse and serialize are inverses`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let content = try Self.content(&random)
    let bytes = content.serialize()
    let parsed = try RDCFile.parse(bytes)
    #expect(parsed == content)
    #expect(parsed.serialize() == bytes)
  }

  @Test(arguments: 1...UInt64(300))
  func `a layout accounts for every bit`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let content = try Self.content(&random)
    let bytes = content.serialize()
    let layout = try FileLayout.parse(bytes)
    var next = 0
    for field in layout.fields {
      #expect(field.bits.lowerBound == next)
      next = field.bits.upperBound
    }
    #expect(next == 8 * bytes.count)
    #expect(layout.payloadBits == 8 * content.payload.count)
    #expect(
      layout.checksumBits
        == (content.hasChecksum ? content.face == .compact ? 8 : 32 : 0))
    #expect(
      layout.headerBits + layout.payloadBits + layout.checksumBits
        == 8 * bytes.count)
  }

  @Test func `the layout of a digit`() throws {
    let layout = try FileLayout.parse(GoldenFiles.digit)
    #expect(
      layout.fields.map { "\($0.name) \($0.bits) \($0.value)" } == [
        "magic 0..<16 dc 72", "version 16..<18 1", "parity 18..<19 even",
        "face 19..<20 compact", "seed present 20..<21 no",
        "checksum present 21..<22 yes", "sections present 22..<23 no",
        "dimensions present 23..<24 no", "quality 24..<32 7",
        "model fingerprint 32..<48 a1b2", "payload 48..<56 1 byte",
        "checksum 56..<64 b5",
      ])
    #expect(layout.headerBits == 48)
  }

  @Test func `what cannot be written throws`() throws {
    #expect(
      throws: ContainerError.range(
        field: "picture count", offset: 0, found: 0,
        expected: 1...UInt64.max)
    ) {
      try RDCFile(
        face: .archive(count: 0), quality: 0, fingerprint: 0, payload: [])
    }
    let alpha = Section(.alpha, isRequired: true, bytes: [])
    #expect(
      throws: ContainerError.sectionOrder(offset: 0, tag: 3, previous: 3)
    ) {
      try RDCFile(
        face: .compact, quality: 0, fingerprint: 0,
        sections: [alpha, alpha], payload: [])
    }
    #expect(Dimensions(width: 0, height: 1) == nil)
    #expect(Dimensions(width: 1, height: 1 << 24 + 1) == nil)
    #expect(Section.Tag(rawValue: 0) == nil)
    #expect(Section.Tag(rawValue: 1 << 63) == nil)
  }
}
