#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Folders that files are written into.
public enum Folder {
  /// Makes a folder unless it is there.
  ///
  /// - Returns: whether it was made.
  /// - Throws: ``FileError/notAFolder(path:)`` where something else has the
  ///   name, ``FileError/missingFolder(path:folder:)`` where the folder above
  ///   it is missing, or ``FileError/unwritable(path:reason:)``.
  @discardableResult
  public static func create(_ path: String) throws(FileError) -> Bool {
    if let status = try FileDescriptor.status(behind: path) {
      guard status.isFolder else { throw .notAFolder(path: path) }
      return false
    }
    guard mkdir(path, 0o777) != 0 else { return true }
    let code = errno
    switch code {
    case EEXIST:
      // Another thread made it in between, or the name is a link to nothing.
      guard exists(path) else { throw .notAFolder(path: path) }
      return false
    case ENOENT:
      throw .missingFolder(path: path, folder: parent(path))
    default:
      throw .unwritable(path: path, reason: FileDescriptor.reason(code))
    }
  }

  /// Makes a folder and those above it that are missing.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``.
  public static func createAll(_ path: String) throws(FileError) {
    let above = parent(path)
    if !above.isEmpty, try FileDescriptor.status(behind: path) == nil {
      try createAll(above)
    }
    try create(path)
  }

  /// Takes a folder away if nothing is in it.
  public static func removeIfEmpty(_ path: String) { rmdir(path) }

  /// Whether a path leads to a folder.
  public static func exists(_ path: String) -> Bool {
    (try? FileDescriptor.status(behind: path))?.isFolder ?? false
  }

  /// The folder above a path; empty if the path names none.
  static func parent(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "" : String(path[..<slash])
  }
}
