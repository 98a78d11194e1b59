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
  ///
  /// - Parameters:
  ///   - overwrite: whether an existing file may be replaced.
  ///   - synchronize: whether to wait until the bytes are on the disk before
  ///     the rename, so that a power cut cannot leave an empty file.
  /// - Throws: ``FileError/alreadyExists(path:)``,
  ///   ``FileError/notARegularFile(path:)`` or
  ///   ``FileError/unwritable(path:reason:)``.
  public static func write(
    _ bytes: [UInt8], to path: String, overwrite: Bool = false,
    synchronize: Bool = true
  ) throws(FileError) {
    var target = path
    var old = try FileDescriptor.status(at: path)
    if let status = old {
      guard overwrite else { throw .alreadyExists(path: path) }
      if status.isLink {
        target = try resolve(path)
        old = try FileDescriptor.status(at: target)
      }
    }
    guard old?.isRegular != false else { throw .notARegularFile(path: path) }

    let (temporary, file) = try create(beside: target)
    do throws(FileError) {
      defer { file.close() }
      try file.write(bytes)
      if let old { try file.setPermissions(old.permissions) }
      if synchronize { try file.synchronize() }
      try move(temporary, to: target, overwrite: overwrite)
    } catch {
      unlink(temporary)
      // The caller knows the target, not the temporary file.
      if case .unwritable(_, let reason) = error {
        throw .unwritable(path: path, reason: reason)
      }
      throw error
    }
  }

  private static func create(
    beside target: String
  ) throws(FileError) -> (path: String, file: FileDescriptor) {
    // In the same folder, since a rename cannot cross file systems. The name
    // does not grow with the target's, which may be as long as names can be.
    let folder = String(
      target.lastIndex(of: "/").map { target[...$0] } ?? "")
    for _ in 0..<16 {
      let mark = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let path = folder + ".rdc-\(mark).tmp"
      do throws(FileError) {
        return (path, try FileDescriptor.open(path, .create))
      } catch {
        switch error {
        case .alreadyExists: continue
        case .unwritable(_, let reason):
          throw .unwritable(path: target, reason: reason)
        default: throw error
        }
      }
    }
    throw .unwritable(path: target, reason: "no free temporary name")
  }

  private static func move(
    _ temporary: String, to target: String, overwrite: Bool
  ) throws(FileError) {
    if !overwrite {
      // Unlike rename(2), link(2) fails if the target exists.
      if link(temporary, target) == 0 {
        unlink(temporary)
        return
      }
      guard errno != EEXIST else { throw .alreadyExists(path: target) }
      // A file system without links: look once more, then rename.
      guard try FileDescriptor.status(at: target) == nil else {
        throw .alreadyExists(path: target)
      }
    }
    guard rename(temporary, target) == 0 else {
      throw .unwritable(path: target, reason: FileDescriptor.reason(errno))
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
