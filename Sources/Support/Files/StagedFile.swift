#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that gets its name when it is whole.
///
/// Where the system can, it has no name before that, so that it vanishes with
/// the process, whatever ends it; elsewhere it has a hidden name beside its
/// target, since a rename cannot cross file systems.
struct StagedFile {
  /// Where the bytes go; closed by the caller.
  let file: FileDescriptor
  /// The hidden name, if there is one.
  private let name: String?
  /// The target's folder, empty or with a slash at its end.
  private let folder: String

  /// A new file on the file system of its target.
  static func create(beside target: String) throws(FileError) -> StagedFile {
    let folder = String(
      target.lastIndex(of: "/").map { target[...$0] } ?? "")
    if let file = FileDescriptor.openUnnamed(in: folder) {
      return StagedFile(file: file, name: nil, folder: folder)
    }
    return try withFreeName(in: folder, for: target) {
      name throws(FileError) in
      StagedFile(
        file: try FileDescriptor.open(name, .create), name: name,
        folder: folder)
    }
  }

  /// Gives the file its name.
  ///
  /// - Throws: ``FileError/alreadyExists(path:)`` if the target is there and
  ///   must not be replaced; it may have come into being meanwhile.
  func publish(as target: String, overwrite: Bool) throws(FileError) {
    if !overwrite {
      // Unlike rename(2), link(2) fails if the target exists.
      switch link(to: target) {
      case 0: return discard()
      case EEXIST: throw .alreadyExists(path: target)
      default: break
      }
      // A file system without links: look once more, then rename.
      guard try FileDescriptor.status(at: target) == nil else {
        throw .alreadyExists(path: target)
      }
    }
    let name = if let name { name } else { try named(for: target) }
    guard rename(name, target) == 0 else {
      let code = errno
      unlink(name)
      throw .unwritable(path: target, reason: FileDescriptor.reason(code))
    }
  }

  /// Takes the hidden name away.
  func discard() {
    if let name { unlink(name) }
  }

  /// A hidden name for a file that has none, for the moment before a rename.
  private func named(for target: String) throws(FileError) -> String {
    try Self.withFreeName(in: folder, for: target) { name throws(FileError) in
      switch link(to: name) {
      case 0: return name
      case EEXIST: throw .alreadyExists(path: name)
      case let code:
        throw .unwritable(path: name, reason: FileDescriptor.reason(code))
      }
    }
  }

  /// Links a name to the file; returns 0 or the system's error.
  private func link(to path: String) -> Int32 {
    let done =
      if let name {
        linkat(AT_FDCWD, name, AT_FDCWD, path, 0)
      } else {
        linkat(
          AT_FDCWD, file.systemPath, AT_FDCWD, path, AT_SYMLINK_FOLLOW)
      }
    return done == 0 ? 0 : errno
  }

  /// Tries names until one is free. They do not grow with the target's, which
  /// may be as long as names can be.
  private static func withFreeName<Output>(
    in folder: String, for target: String,
    _ body: (String) throws(FileError) -> Output
  ) throws(FileError) -> Output {
    for _ in 0..<16 {
      let mark = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      do throws(FileError) {
        return try body(folder + ".rdc-\(mark).tmp")
      } catch .alreadyExists {
        continue
      } catch .unwritable(_, let reason) {
        throw .unwritable(path: target, reason: reason)
      }
    }
    throw .unwritable(path: target, reason: "no free temporary name")
  }
}
