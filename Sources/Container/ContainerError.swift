import Support

/// What can be wrong with the bytes of a file.
public enum ContainerError: Error, Hashable, Sendable {
  /// The file does not begin with the magic number.
  case magic(found: [UInt8])

  /// The file ends inside a field.
  case truncated(field: String, offset: Int, missing: UInt64)

  /// Byte 2 has an odd number of set bits.
  case headerParity(found: UInt8)

  /// The file is of a version that this reader does not know.
  case version(found: UInt8, expected: UInt8)

  /// The checksum is not that of the bytes before it.
  case checksum(stored: UInt32, computed: UInt32)

  /// A number is not written in the shortest way, or exceeds 64 bits.
  case number(field: String, offset: Int)

  /// A number is outside its range.
  case range(
    field: String, offset: Int, found: UInt64, expected: ClosedRange<UInt64>)

  /// Sections are announced and there is none.
  case noSections(offset: Int)

  /// A section's tag is not greater than the one before it.
  case sectionOrder(offset: Int, tag: UInt64, previous: UInt64)

  /// A section that a reader must understand is unknown.
  case unknownSection(offset: Int, tag: UInt64)
}

extension ContainerError: CustomStringConvertible {
  /// One line for the user.
  public var description: String {
    switch self {
    case .magic(let found):
      found.isEmpty
        ? "not an rdc file: it is empty"
        : "not an rdc file: begins with "
          + found.map(\.hex).joined(separator: " ") + ", expected dc 72"
    case .truncated(let field, let offset, let missing):
      "cut off at byte \(offset): the \(field) needs \(missing) more"
    case .headerParity(let found):
      "damaged header: byte 2 is \(found.hex), "
        + "an odd number of set bits"
    case .version(let found, let expected):
      "version \(found) of the format: this reader knows version \(expected)"
    case .checksum(let stored, let computed):
      "checksum \(stored.hexadecimal(digits: 2)) stored, "
        + "\(computed.hexadecimal(digits: 2)) computed: "
        + "the file is damaged or cut off"
    case .number(let field, let offset):
      "byte \(offset): the \(field) is not written in the shortest way "
        + "or exceeds 64 bits"
    case .range(let field, let offset, let found, let expected):
      "byte \(offset): the \(field) is \(found), expected "
        + "\(expected.lowerBound) to \(expected.upperBound)"
    case .noSections(let offset):
      "byte \(offset): sections announced but none there"
    case .sectionOrder(let offset, let tag, let previous):
      "byte \(offset): section \(tag) after section \(previous)"
    case .unknownSection(let offset, let tag):
      "byte \(offset): section \(tag) is required but unknown: "
        + "a newer rdc is needed"
    }
  }
}
