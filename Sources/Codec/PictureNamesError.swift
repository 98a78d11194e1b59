import Support

/// What can be wrong with the names of a set's pictures.
public enum PictureNamesError: CodecError, Hashable {
  /// The section is no zstd frame of a fitting size.
  case frame(reason: String)
  /// The bytes are not UTF-8, or their last is no newline.
  case text
  /// There are not as many names as pictures.
  case count(found: Int, expected: Int)
  /// A name is empty or too long.
  case length(index: Int, bytes: Int)
  /// A name has a separator or a control character.
  case character(index: Int, Unicode.Scalar)
  /// A name begins with a dot, as hidden files do and the folder above.
  case hidden(index: Int)
  /// Two pictures have one name, capitals aside.
  case repeated(index: Int, first: Int)
}

extension PictureNamesError {
  /// One line for people.
  public var description: String {
    switch self {
    case .frame(let reason): "the names: \(reason)"
    case .text: "the names are not lines of UTF-8"
    case .count(let found, let expected):
      "\(found.of("name")) for \(expected.of("picture"))"
    case .length(let index, let bytes):
      "the name of picture \(index) has \(bytes) bytes, allowed: 1 to "
        + "\(PictureNames.maxBytes)"
    case .character(let index, let scalar):
      "the name of picture \(index) has the character U+"
        + scalar.value.hexadecimal(digits: 4).uppercased()
    case .hidden(let index):
      "the name of picture \(index) begins with a dot"
    case .repeated(let index, let first):
      "the pictures \(first) and \(index) have one name"
    }
  }
}
