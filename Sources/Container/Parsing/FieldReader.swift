import Support

/// Reads fields one after another and notes where each one stood.
struct FieldReader {
  private let bytes: [UInt8]
  private var offset = 0
  /// Where the fields end: the checksum's place once it was checked.
  private var end: Int
  private var fields: [FileLayout.Field] = []
  private var checksumField: FileLayout.Field?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    end = bytes.count
  }

  /// Throws unless `count` bytes are left.
  func require(_ count: Int, field: String) throws(ContainerError) {
    guard end - offset >= count else {
      throw .truncated(
        field: field, offset: end, missing: UInt64(count - (end - offset)))
    }
  }

  private mutating func note(_ name: String, from start: Int, _ value: String) {
    fields.append(
      .init(name: name, bits: 8 * start..<8 * offset, value: value))
  }

  /// Reads the magic number and byte 2.
  mutating func header() throws(ContainerError) -> HeaderByte {
    let magic = RDCFile.magic
    let begin = Array(bytes.prefix(magic.count))
    guard !begin.isEmpty, magic.starts(with: begin) else {
      throw .magic(found: begin)
    }
    try require(3, field: "header")
    offset = magic.count
    note("magic", from: 0, "dc 72")
    let header = try HeaderByte(bytes[offset])
    let flags = [
      ("version", 2, "\(HeaderByte.version)"), ("parity", 1, "even"),
      ("face", 1, header.isArchive ? "archive" : "compact"),
      ("seed present", 1, header.hasSeed ? "yes" : "no"),
      ("checksum present", 1, header.hasChecksum ? "yes" : "no"),
      ("sections present", 1, header.hasSections ? "yes" : "no"),
      ("dimensions present", 1, header.hasDimensions ? "yes" : "no"),
    ]
    var bit = 8 * offset
    for (name, width, value) in flags {
      fields.append(.init(name: name, bits: bit..<bit + width, value: value))
      bit += width
    }
    offset += 1
    return header
  }

  /// Compares the checksum at the end and takes it off.
  ///
  /// - Precondition: the bytes of the checksum are there.
  mutating func checkAndDropChecksum(isArchive: Bool) throws(ContainerError) {
    end -= isArchive ? 4 : 1
    let stored = bytes[end...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let computed =
      isArchive
      ? CRC32.checksum(bytes[..<end]) : UInt32(CRC8.checksum(bytes[..<end]))
    guard stored == computed else {
      throw .checksum(stored: stored, computed: computed)
    }
    checksumField = .init(
      name: "checksum", bits: 8 * end..<8 * bytes.count,
      value: stored.hexadecimal(digits: 2 * (bytes.count - end)))
  }

  /// Reads a number of a fixed size, the highest byte first.
  mutating func bigEndian(
    _ count: Int, field: String
  ) throws(ContainerError) -> UInt64 {
    try require(count, field: field)
    let start = offset
    offset += count
    let value = bytes[start..<offset].reduce(0) { $0 << 8 | UInt64($1) }
    let text =
      count == 1 ? "\(value)" : value.hexadecimal(digits: 2 * count)
    note(field, from: start, text)
    return value
  }

  /// Reads a number in the shortest form of LEB128, within a range.
  mutating func varint(
    _ expected: ClosedRange<UInt64>, field: String
  ) throws(ContainerError) -> UInt64 {
    let start = offset
    let value = try number(field: field)
    guard expected.contains(value) else {
      throw .range(
        field: field, offset: start, found: value, expected: expected)
    }
    note(field, from: start, "\(value)")
    return value
  }

  private mutating func number(field: String) throws(ContainerError) -> UInt64 {
    let start = offset
    do {
      return try LEB128.read(bytes, at: &offset, end: end)
    } catch {
      switch error {
      case .truncated:
        throw .truncated(field: field, offset: end, missing: 1)
      case .malformed: throw .number(field: field, offset: start)
      }
    }
  }

  /// Reads sections up to the closing tag 0.
  mutating func sections() throws(ContainerError) -> [Section] {
    var sections: [Section] = []
    let first = offset
    while true {
      let start = offset
      let word = try number(field: "section tag")
      if word == 0 { break }
      guard let tag = Section.Tag(rawValue: word >> 1) else {
        throw .range(
          field: "section tag", offset: start, found: 0,
          expected: 1...(UInt64.max >> 1))
      }
      if let previous = sections.last?.tag, tag.rawValue <= previous.rawValue {
        throw .sectionOrder(
          offset: start, tag: tag.rawValue, previous: previous.rawValue)
      }
      let isRequired = word & 1 == 1
      if isRequired, !tag.isKnown {
        throw .unknownSection(offset: start, tag: tag.rawValue)
      }
      let length = try number(field: "section length")
      let left = UInt64(end - offset)
      guard length <= left else {
        throw .truncated(
          field: tag.name, offset: end, missing: length - left)
      }
      let content = offset..<offset + Int(length)
      offset = content.upperBound
      sections.append(
        Section(tag, isRequired: isRequired, bytes: Array(bytes[content])))
      note(
        tag.name, from: start,
        "\(Int(length).of("byte")), \(isRequired ? "required" : "optional")")
    }
    guard !sections.isEmpty else { throw .noSections(offset: first) }
    note("end of sections", from: offset - 1, "0")
    return sections
  }

  /// Takes everything that is left.
  mutating func rest(field: String) -> [UInt8] {
    let start = offset
    offset = end
    note(field, from: start, (end - start).of("byte"))
    return Array(bytes[start..<end])
  }

  /// Where everything stood.
  func layout() -> FileLayout {
    FileLayout(fields: fields + (checksumField.map { [$0] } ?? []))
  }
}
