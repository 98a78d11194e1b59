#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that is written piece by piece, and whose path shows the old
/// contents or the new, never a part.
///
/// The bytes go beside the target, and ``publish(synchronize:)`` renames. What
/// is not published vanishes: the target is as it was and nothing is left
/// beside it. A target behind a symbolic link is replaced, and the link stays;
/// a replaced file's permissions stay. A device, a pipe or the like has nothing
/// to lose: the bytes go into it at once.
public struct PendingFile: ~Copyable {
  private let path: String
  private let overwrite: Bool
  private let file: FileDescriptor
  /// What gets its name in the end; nil for what is no file of its own.
  private let staged: Staged?

  private struct Staged {
    var file: StagedFile
    /// The path with all links followed.
    var target: String
    /// The file that is replaced, if there is one.
    var old: FileDescriptor.Status?
  }

  /// Begins a file, which replaces one that is there if it may.
  ///
  /// - Throws: ``FileError/alreadyExists(path:)``,
  ///   ``FileError/isFolder(path:)``, ``FileError/danglingLink(path:)``,
  ///   ``FileError/missingFolder(path:folder:)`` or
  ///   ``FileError/unwritable(path:reason:)``.
  public init(_ path: String, overwrite: Bool = false) throws(FileError) {
    // A type with a deinit is made at once, or not at all.
    let opened = try Self.open(path, overwrite: overwrite)
    self.path = path
    self.overwrite = overwrite
    (file, staged) = opened
  }

  deinit {
    // After a rename there is nothing of the hidden name.
    staged?.file.discard()
    file.close()
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    let file = file
    try Self.naming(path) { () throws(FileError) in try file.write(bytes) }
  }

  /// Gives the file its name.
  ///
  /// Without `overwrite` this fails if the target has come into being
  /// meanwhile, where the file system knows links.
  ///
  /// - Parameter synchronize: whether to wait until the bytes are on the disk
  ///   before the rename, so that a power cut cannot leave an empty file.
  /// - Throws: ``FileError/alreadyExists(path:)`` or
  ///   ``FileError/unwritable(path:reason:)``.
  public consuming func publish(
    synchronize: Bool = true
  ) throws(FileError) {
    guard let staged else { return }
    let (file, overwrite) = (file, overwrite)
    try Self.naming(path) { () throws(FileError) in
      if let old = staged.old { try file.setPermissions(old.permissions) }
      if synchronize { try file.synchronize() }
      try staged.file.publish(as: staged.target, overwrite: overwrite)
    }
  }

  private static func open(
    _ path: String, overwrite: Bool
  ) throws(FileError) -> (FileDescriptor, Staged?) {
    let old = try check(path, overwrite: overwrite)
    if let old, !old.isRegular {
      return (try FileDescriptor.open(path, .append), nil)
    }
    let target = old == nil ? path : try resolve(path)
    let file = try naming(path) { () throws(FileError) in
      try StagedFile.create(beside: target)
    }
    return (file.file, Staged(file: file, target: target, old: old))
  }

  /// What is behind a path, all links followed; nil if nothing is.
  ///
  /// - Throws: as ``init(_:overwrite:)``, for what can be told beforehand.
  static func check(
    _ path: String, overwrite: Bool
  ) throws(FileError) -> FileDescriptor.Status? {
    guard let old = try FileDescriptor.status(behind: path) else {
      guard try FileDescriptor.status(at: path) == nil else {
        throw .danglingLink(path: path)
      }
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
      if !folder.isEmpty, try FileDescriptor.status(behind: folder) == nil {
        throw .missingFolder(path: path, folder: folder)
      }
      return nil
    }
    if old.isFolder { throw .isFolder(path: path) }
    if old.isRegular, !overwrite { throw .alreadyExists(path: path) }
    return old
  }

  /// Names the path that the caller knows: not the temporary file's, nor what a
  /// link leads to.
  private static func naming<Output>(
    _ path: String, _ body: () throws(FileError) -> Output
  ) throws(FileError) -> Output {
    do throws(FileError) { return try body() } catch {
      if case .unwritable(_, let reason) = error {
        throw .unwritable(path: path, reason: reason)
      }
      throw error
    }
  }

  private static func resolve(_ path: String) throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else {
      throw .unwritable(path: path, reason: FileDescriptor.reason(errno))
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
