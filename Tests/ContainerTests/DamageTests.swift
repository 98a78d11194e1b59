import Container
import Support
import TestSupport
import Testing

/// Broken files raise the exact error.
@Suite struct DamageTests {
  static func error(_ bytes: [UInt8]) -> ContainerError? {
    switch Result(catching: { () throws(ContainerError) in
      try RDCFile.parse(bytes)
    }) {
    case .success: nil
    case .failure(let error): error
    }
  }

  /// The kind of an error, without its evidence.
  static func kind(_ error: ContainerError?) -> String {
    switch error {
    case nil: "none"
    case .magic: "magic"
    case .truncated: "truncated"
    case .headerParity: "parity"
    case .checksum: "checksum"
    case .some(let other): "\(other)"
    }
  }

  static let files = [GoldenFiles.digit, GoldenFiles.archive]

  @Test(arguments: files)
  func `every flipped bit is found`(_ file: [UInt8]) {
    for bit in 0..<(8 * file.count) {
      var copy = file
      copy[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      let expected =
        bit < 16 ? "magic" : bit < 24 ? "parity" : "checksum"
      #expect(Self.kind(Self.error(copy)) == expected, "bit \(bit)")
    }
  }

  @Test(arguments: files)
  func `every cut is found`(_ file: [UInt8]) {
    // Magic, flags, quality, fingerprint and checksum must be there.
    let least = file.count == 8 ? 7 : 12
    for count in 0..<file.count {
      let expected =
        count == 0 ? "magic" : count < least ? "truncated" : "checksum"
      let error = Self.error(Array(file.prefix(count)))
      #expect(Self.kind(error) == expected, "\(count) bytes")
      if case .truncated(_, let offset, let missing) = error {
        #expect(offset == count)
        #expect(Int(missing) == (count < 3 ? 3 : least) - count)
      }
    }
  }

  /// Two and three flipped bits in a digit's file, all of them.
  @Test func `the small checksum finds three bits in a digit`() {
    let file = GoldenFiles.digit
    var found = 0
    var missed = 0
    for a in 24..<64 {
      for b in (a + 1)..<64 {
        for c in b..<64 {
          var copy = file
          for bit in c == b ? [a, b] : [a, b, c] {
            copy[bit / 8] ^= 0x80 >> UInt8(bit % 8)
          }
          if case .checksum = Self.error(copy) {
            found += 1
          } else {
            missed += 1
          }
        }
      }
    }
    #expect(missed == 0)
    #expect(found == 40 * 39 / 2 + 40 * 39 * 38 / 6)
  }

  /// All changes of two bits in files of up to 127 bits.
  @Test func `the small checksum finds two bits in fifteen bytes`() throws {
    let file = try RDCFile(
      face: .compact, quality: 1, fingerprint: 0,
      payload: [1, 2, 3, 4, 5, 6, 7, 8]
    ).serialize()
    #expect(file.count == 15)
    for a in 24..<(8 * file.count) {
      for b in (a + 1)..<(8 * file.count) {
        var copy = file
        copy[a / 8] ^= 0x80 >> UInt8(a % 8)
        copy[b / 8] ^= 0x80 >> UInt8(b % 8)
        if case .checksum = Self.error(copy) { continue }
        Issue.record("bits \(a) and \(b) pass")
      }
    }
  }

  @Test(arguments: files)
  func `a byte appended is found`(_ file: [UInt8]) {
    for byte in [UInt8(0), 0xFF] {
      #expect(Self.kind(Self.error(file + [byte])) == "checksum")
    }
  }

  /// A file without a checksum, so that its fields answer for themselves: the
  /// bytes after the magic number in hexadecimal, and the error.
  struct Fault: Sendable {
    let bytes: [UInt8]
    let error: ContainerError

    init(_ hexadecimal: String, _ error: ContainerError) {
      let digits = Array(hexadecimal.filter { $0 != " " })
      bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
      }
      self.error = error
    }
  }

  static let faults: [Fault] = [
    Fault(
      "80 00",
      .headerParity(found: 0x80)),
    Fault(
      "a0 00",
      .version(found: 2, expected: 1)),
    Fault(
      "00 00",
      .version(found: 0, expected: 1)),
    // Compact with a seed: 0x48.
    Fault(
      "48 00 0102",
      .truncated(field: "seed", offset: 6, missing: 1)),
    Fault(
      "48 00 0102 00",
      .range(field: "seed", offset: 6, found: 0, expected: 1...UInt64.max)),
    Fault(
      "48 00 0102 8000",
      .number(field: "seed", offset: 6)),
    Fault(
      "48 00 0102 ffffffffffffffffff02",
      .number(field: "seed", offset: 6)),
    Fault(
      "48 00 0102 ffffffffffffffffffffff",
      .number(field: "seed", offset: 6)),
    Fault(
      "48 00 0102 ff",
      .truncated(field: "seed", offset: 7, missing: 1)),
    // An archive: 0x50.
    Fault(
      "50 00 01020304",
      .truncated(field: "picture count", offset: 8, missing: 1)),
    Fault(
      "50 00 01020304 00",
      .range(
        field: "picture count", offset: 8, found: 0, expected: 1...UInt64.max)),
    // Dimensions: 0x41.
    Fault(
      "41 00 0102 0001",
      .range(field: "width", offset: 6, found: 0, expected: 1...16_777_216)),
    Fault(
      "41 00 0102 01 81808008",
      .range(
        field: "height", offset: 7, found: 16_777_217, expected: 1...16_777_216)
    ),
    // Sections: 0x42.
    Fault(
      "42 00 0102 00",
      .noSections(offset: 6)),
    Fault(
      "42 00 0102 01",
      .range(
        field: "section tag", offset: 6, found: 0,
        expected: 1...0x7FFF_FFFF_FFFF_FFFF)),
    Fault(
      "42 00 0102 0400 0200 00",
      .sectionOrder(offset: 8, tag: 1, previous: 2)),
    Fault(
      "42 00 0102 0400 0500 00",
      .sectionOrder(offset: 8, tag: 2, previous: 2)),
    Fault(
      "42 00 0102 0F00 00",
      .unknownSection(offset: 6, tag: 7)),
    Fault(
      "42 00 0102 0205 0700",
      .truncated(field: "ICC profile", offset: 10, missing: 3)),
    Fault(
      "42 00 0102 02 ffffffffffffffffff01",
      .truncated(field: "ICC profile", offset: 17, missing: UInt64.max)),
    Fault(
      "42 00 0102 0200",
      .truncated(field: "section tag", offset: 8, missing: 1)),
  ]

  @Test(arguments: faults)
  func `each fault has its error`(_ fault: Fault) {
    #expect(Self.error([0xDC, 0x72] + fault.bytes) == fault.error)
  }

  @Test func `huge counts parse, and reserve nothing`() throws {
    var bytes: [UInt8] = [0xDC, 0x72, 0x50, 0, 1, 2, 3, 4]
    bytes += [UInt8](repeating: 0x80, count: 8)
    bytes.append(0x10)
    #expect(try RDCFile.parse(bytes).count == 1 << 60)
  }

  @Test func `other files are not rdc files`() {
    #expect(Self.error([]) == .magic(found: []))
    #expect(
      Self.error([0x89, 0x50, 0x4E, 0x47]) == .magic(found: [0x89, 0x50]))
  }

  @Test(arguments: 1...UInt64(500))
  func `garbage throws or is canonical`(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for flags in [UInt8(0x41), 0x42, 0x48, 0x50, 0x4B, 0x7B] {
      var bytes: [UInt8] = [0xDC, 0x72, flags]
      // Small numbers, so that some of it passes.
      bytes += random.bytes(Int(random.next() % 40))
        .map { seed % 2 == 0 ? $0 : $0 & 0x87 }
      if let file = try? RDCFile.parse(bytes) {
        #expect(file.serialize() == bytes)
      }
    }
  }

  static let lines: [(ContainerError, String)] = [
    (
      .magic(found: [0x89, 0x50]),
      "not an rdc file: begins with 89 50, expected dc 72"
    ),
    (.magic(found: []), "not an rdc file: it is empty"),
    (
      .truncated(field: "seed", offset: 6, missing: 1),
      "cut off at byte 6: the seed needs 1 more"
    ),
    (
      .headerParity(found: 0x45),
      "damaged header: byte 2 is 45, an odd number of set bits"
    ),
    (
      .version(found: 2, expected: 1),
      "version 2 of the format: this reader knows version 1"
    ),
    (
      .checksum(stored: 0x3a, computed: 0x9f),
      "checksum 3a stored, 9f computed: the file is damaged or cut off"
    ),
    (
      .number(field: "seed", offset: 6),
      "byte 6: the seed is not written in the shortest way or exceeds 64 bits"
    ),
    (
      .range(field: "width", offset: 6, found: 0, expected: 1...9),
      "byte 6: the width is 0, expected 1 to 9"
    ),
    (
      .noSections(offset: 6), "byte 6: sections announced but none there"
    ),
    (
      .sectionOrder(offset: 8, tag: 1, previous: 2),
      "byte 8: section 1 after section 2"
    ),
    (
      .unknownSection(offset: 6, tag: 7),
      "byte 6: section 7 is required but unknown: a newer rdc is needed"
    ),
  ]

  @Test(arguments: lines)
  func `errors read as one clear line`(
    _ error: ContainerError, _ line: String
  ) {
    #expect("\(error)" == line)
  }
}
