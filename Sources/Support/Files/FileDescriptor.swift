import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that the operating system has open: a descriptor of swift-system, and
/// the path for errors.
///
/// Paths go to the system as they are: `FilePath` would leave out a slash at the
/// end, which says that a folder is meant.
struct FileDescriptor {
  /// What a file is opened for.
  enum Purpose {
    /// To read what is there.
    case read
    /// To write a file that must not exist yet.
    case create
    /// To write to a device or a pipe that is there.
    case append
  }

  private typealias System = SystemPackage.FileDescriptor

  private let descriptor: System
  private let path: String

  /// What the operating system says of a file.
  struct Status {
    /// Bytes; 0 for what is no regular file.
    var size: Int
    /// Permissions, in the low nine bits.
    var permissions: FilePermissions
    /// Whether it is neither folder nor device nor link nor pipe.
    var isRegular: Bool
    /// Whether it is a folder.
    var isFolder: Bool

    fileprivate init(_ status: Stat) {
      isRegular = status.type == .regular
      isFolder = status.type == .directory
      size = isRegular ? Int(status.size) : 0
      permissions = status.permissions.intersection(
        FilePermissions(rawValue: 0o777))
    }
  }

  /// What comes in from outside; not to be closed.
  static let standardInput = FileDescriptor(
    descriptor: .standardInput, path: "standard input")

  /// Opens a file; the caller closes it.
  static func open(
    _ path: String, _ purpose: Purpose
  ) throws(FileError) -> FileDescriptor {
    try check(path)
    do {
      let descriptor =
        switch purpose {
        case .read:
          try System.open(path, .readOnly, options: .closeOnExec)
        case .create:
          try System.open(
            path, .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: FilePermissions(rawValue: 0o666))
        case .append:
          try System.open(
            path, .writeOnly, options: [.append, .closeOnExec])
        }
      return FileDescriptor(descriptor: descriptor, path: path)
    } catch {
      switch purpose {
      case .create where error as? Errno == .fileExists:
        throw .alreadyExists(path: path)
      case .read: throw .unreadable(path: path, reason: "\(error)")
      case .create, .append: throw .unwritable(path: path, reason: "\(error)")
      }
    }
  }

  /// Opens a file without a name in a folder; nil where the system cannot
  /// make one, or could not name it later.
  static func openUnnamed(in folder: String) -> FileDescriptor? {
    #if os(Linux)
      // O_TMPFILE of open(2), a macro that Swift does not see.
      let unnamed = System.OpenOptions(rawValue: 0o20000000)
      let path = folder.isEmpty ? "." : folder
      guard access("/proc/self/fd", X_OK) == 0,
        let descriptor = try? System.open(
          path, .writeOnly, options: [unnamed, .directory, .closeOnExec],
          permissions: FilePermissions(rawValue: 0o666))
      else { return nil }
      return FileDescriptor(descriptor: descriptor, path: path)
    #else
      return nil
    #endif
  }

  /// A path that stands for the open file while it is open.
  var systemPath: String { "/proc/self/fd/\(descriptor.rawValue)" }

  /// What is at a path, without following a link there; nil if nothing is.
  static func status(at path: String) throws(FileError) -> Status? {
    try status(path, followsLink: false)
  }

  /// What is behind a path, all links followed; nil if nothing is.
  static func status(behind path: String) throws(FileError) -> Status? {
    try status(path, followsLink: true)
  }

  private static func status(
    _ path: String, followsLink: Bool
  ) throws(FileError) -> Status? {
    try check(path)
    do throws(Errno) {
      return Status(try Stat(path, followTargetSymlink: followsLink))
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  /// What the file is; nil if the operating system does not say.
  func status() -> Status? { try? Status(descriptor.stat()) }

  /// Fills the start of a buffer; returns the number of bytes, 0 at the end.
  func read(into buffer: inout [UInt8]) throws(FileError) -> Int {
    do {
      return try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(FileError) {
    do {
      // macOS refuses more than 2 GiB at once.
      for start in stride(from: 0, to: bytes.count, by: 1 << 30) {
        try descriptor.writeAll(bytes[start...].prefix(1 << 30))
      }
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  /// Gives the file the permissions of the one that it replaces.
  func setPermissions(_ permissions: FilePermissions) throws(FileError) {
    try check(fchmod(descriptor.rawValue, permissions.rawValue))
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(FileError) {
    try check(fsync(descriptor.rawValue))
  }

  /// Closes the file; nothing is lost by an error after `synchronize()`.
  func close() { try? descriptor.close() }

  /// The operating system's text for an error.
  static func reason(_ code: Int32) -> String {
    Errno(rawValue: code).description
  }

  /// Checks what a call for writing returned.
  private func check(_ result: Int32) throws(FileError) {
    guard result == 0 else {
      throw .unwritable(path: path, reason: Self.reason(errno))
    }
  }

  private static func check(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .invalidPath(path: path)
    }
  }
}
