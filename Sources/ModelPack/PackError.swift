import Support

/// Why a model pack cannot be read; each case carries what was found.
public enum PackError: Error, Equatable, Sendable {
  /// The zstd frame is damaged or claims more than `limit` bytes.
  case notAFrame(reason: String)
  /// The safetensors header is damaged: what, and at which byte.
  case badHeader(offset: Int, reason: String)
  /// The `rdc` description is missing or does not decode.
  case badDescription(reason: String)
  /// The pack has a format that this reader does not know.
  case unsupportedFormat(found: Int, supported: Int)
  /// A tensor that the description names is not in the pack.
  case missingTensor(name: String)
  /// A tensor has another type or shape than its use asks for.
  case badTensor(name: String, reason: String)
  /// A tensor's bytes do not match their checksum.
  case damagedTensor(name: String, expected: UInt32, found: UInt32)
  /// A graph that the description names is not in the pack, or is invalid.
  case badGraph(name: String, reason: String)
}

extension PackError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    switch self {
    case .notAFrame(let reason):
      "model pack: \(reason)"
    case .badHeader(let offset, let reason):
      "model pack: bad tensor header at byte \(offset): \(reason)"
    case .badDescription(let reason):
      "model pack: bad description: \(reason)"
    case .unsupportedFormat(let found, let supported):
      "model pack: format \(found), but this rdc reads format \(supported)"
    case .missingTensor(let name):
      "model pack: no tensor '\(name)'"
    case .badTensor(let name, let reason):
      "model pack: tensor '\(name)': \(reason)"
    case .damagedTensor(let name, let expected, let found):
      "model pack: tensor '\(name)' is damaged: checksum \(found.hex), "
        + "expected \(expected.hex)"
    case .badGraph(let name, let reason):
      "model pack: graph '\(name)': \(reason)"
    }
  }
}
