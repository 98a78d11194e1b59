/// Why a file could not be read or written.
///
/// A `reason` is the operating system's own text.
public enum FileError: Error, Equatable, Sendable {
  /// The path is empty or has a zero byte, which would cut it short.
  case invalidPath(path: String)
  /// The file could not be read.
  case unreadable(path: String, reason: String)
  /// The file could not be written; the target is as it was before.
  case unwritable(path: String, reason: String)
  /// The file has more bytes than the limit.
  case tooLarge(path: String, limit: Int)
  /// The target exists and may not be replaced.
  case alreadyExists(path: String)
  /// The target is a folder, a device or the like, which is not replaced.
  case notARegularFile(path: String)
}

extension FileError: CustomStringConvertible {
  /// One line for a person to read.
  public var description: String {
    switch self {
    case .invalidPath(let path):
      "\(quoted(path)) is no path"
    case .unreadable(let path, let reason):
      "cannot read \(quoted(path)): \(reason)"
    case .unwritable(let path, let reason):
      "cannot write \(quoted(path)): \(reason)"
    case .tooLarge(let path, let limit):
      "\(quoted(path)) has more than the limit of \(limit) bytes"
    case .alreadyExists(let path):
      "\(quoted(path)) exists already"
    case .notARegularFile(let path):
      "\(quoted(path)) is not a regular file, so it is not replaced"
    }
  }

  /// The path on one line: control characters would break it, or the terminal.
  private func quoted(_ path: String) -> String {
    let scalars = path.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control
        ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "'\(scalars.joined())'"
  }
}
