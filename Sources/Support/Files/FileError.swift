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
  /// The target is a folder, which no file replaces.
  case isFolder(path: String)
  /// Something else has the name of the folder that is to be written into.
  case notAFolder(path: String)
  /// The target is a link to a file that does not exist.
  case danglingLink(path: String)
  /// The folder of the target does not exist.
  case missingFolder(path: String, folder: String)
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
    case .isFolder(let path):
      "\(quoted(path)) is a folder, so it is not replaced by a file"
    case .notAFolder(let path):
      "\(quoted(path)) is not a folder"
    case .danglingLink(let path):
      "\(quoted(path)) is a link to a file that does not exist"
    case .missingFolder(let path, let folder):
      "cannot write \(quoted(path)): there is no folder \(quoted(folder))"
    }
  }

  private func quoted(_ path: String) -> String { "'\(path.visible())'" }
}
