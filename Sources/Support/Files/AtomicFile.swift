#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writing a file so that its path shows the old contents or the new, and
/// never a part.
public enum AtomicFile {
  /// Writes bytes beside the target and renames.
  ///
  /// On failure the target is as it was and nothing is left beside it. A
  /// target behind a symbolic link is replaced, and the link stays; a replaced
  /// file's permissions stay. Without `overwrite` the last step fails if the
  /// target has come into being meanwhile, where the file system knows links.
  /// A device, a pipe or the like has nothing to lose: the bytes go into it.
  ///
  /// - Parameters:
  ///   - bytes: all of the file.
  ///   - path: the target.
  ///   - overwrite: whether an existing file may be replaced.
  ///   - synchronize: whether to wait until the bytes are on the disk before
  ///     the rename, so that a power cut cannot leave an empty file.
  /// - Throws: ``FileError/alreadyExists(path:)``,
  ///   ``FileError/isFolder(path:)``, ``FileError/danglingLink(path:)``,
  ///   ``FileError/missingFolder(path:folder:)`` or
  ///   ``FileError/unwritable(path:reason:)``.
  public static func write(
    _ bytes: [UInt8], to path: String, overwrite: Bool = false,
    synchronize: Bool = true
  ) throws(FileError) {
    guard let old = try check(path, overwrite: overwrite) else {
      return try replace(
        path, nil, bytes, overwrite: overwrite, synchronize: synchronize)
    }
    guard old.isRegular else { return try pour(bytes, into: path) }
    do throws(FileError) {
      try replace(
        resolve(path), old, bytes, overwrite: overwrite,
        synchronize: synchronize)
    } catch {
      // The caller knows the link, not what it leads to.
      if case .unwritable(_, let reason) = error {
        throw .unwritable(path: path, reason: reason)
      }
      throw error
    }
  }

  /// Whether ``write(_:to:overwrite:synchronize:)`` would begin: to be asked
  /// before long work.
  ///
  /// - Throws: as it does, but for what only the writing shows.
  public static func checkWritable(
    _ path: String, overwrite: Bool = false
  ) throws(FileError) {
    _ = try check(path, overwrite: overwrite)
  }

  /// Whether a path is that of a device, a pipe or the like.
  public static func isStream(_ path: String) -> Bool {
    guard let status = try? FileDescriptor.status(behind: path) else {
      return false
    }
    return !status.isRegular && !status.isFolder
  }

  /// What is behind a path, all links followed; nil if nothing is.
  private static func check(
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

  private static func replace(
    _ target: String, _ old: FileDescriptor.Status?, _ bytes: [UInt8],
    overwrite: Bool, synchronize: Bool
  ) throws(FileError) {
    let staged = try StagedFile.create(beside: target)
    defer { staged.file.close() }
    do throws(FileError) {
      try staged.file.write(bytes)
      if let old { try staged.file.setPermissions(old.permissions) }
      if synchronize { try staged.file.synchronize() }
      try staged.publish(as: target, overwrite: overwrite)
    } catch {
      staged.discard()
      // The caller knows the target, not the temporary file.
      if case .unwritable(_, let reason) = error {
        throw .unwritable(path: target, reason: reason)
      }
      throw error
    }
  }

  /// Writes to what is no file of its own.
  private static func pour(
    _ bytes: [UInt8], into path: String
  ) throws(FileError) {
    let file = try FileDescriptor.open(path, .append)
    defer { file.close() }
    try file.write(bytes)
  }

  private static func resolve(_ path: String) throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else {
      throw .unwritable(path: path, reason: FileDescriptor.reason(errno))
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
