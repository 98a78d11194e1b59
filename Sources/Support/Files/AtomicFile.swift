/// Writing a file so that its path shows the old contents or the new, and
/// never a part.
public enum AtomicFile {
  /// Writes bytes beside the target and renames, as ``PendingFile`` does.
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
    var file = try PendingFile(path, overwrite: overwrite)
    try file.write(bytes)
    try file.publish(synchronize: synchronize)
  }

  /// Whether ``write(_:to:overwrite:synchronize:)`` would begin: to be asked
  /// before long work.
  ///
  /// - Throws: as it does, but for what only the writing shows.
  public static func checkWritable(
    _ path: String, overwrite: Bool = false
  ) throws(FileError) {
    _ = try PendingFile.check(path, overwrite: overwrite)
  }

  /// Whether a path is that of a device, a pipe or the like.
  public static func isStream(_ path: String) -> Bool {
    guard let status = try? FileDescriptor.status(behind: path) else {
      return false
    }
    return !status.isRegular && !status.isFolder
  }
}
