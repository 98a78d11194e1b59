#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that the operating system has open, and its path for errors.
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

  /// What the operating system says of a file.
  struct Status {
    /// Bytes; 0 for what is no regular file.
    var size: Int
    /// Permissions, in the low nine bits.
    var permissions: UInt32
    /// Whether it is neither folder nor device nor link nor pipe.
    var isRegular: Bool
    /// Whether it is a folder.
    var isFolder: Bool

    fileprivate init(_ raw: stat) {
      let kind = UInt32(raw.st_mode) & UInt32(S_IFMT)
      isRegular = kind == UInt32(S_IFREG)
      isFolder = kind == UInt32(S_IFDIR)
      size = isRegular ? Int(raw.st_size) : 0
      permissions = UInt32(raw.st_mode) & 0o777
    }
  }

  private let number: Int32
  private let path: String

  /// Opens a file; the caller closes it.
  static func open(
    _ path: String, _ purpose: Purpose
  ) throws(FileError) -> FileDescriptor {
    try check(path)
    while true {
      let number =
        switch purpose {
        case .read: openFile(path, O_RDONLY | O_CLOEXEC, 0)
        case .create:
          openFile(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        case .append: openFile(path, O_WRONLY | O_APPEND | O_CLOEXEC, 0)
        }
      if number >= 0 { return FileDescriptor(number: number, path: path) }
      let code = errno
      switch (code, purpose) {
      case (EINTR, _): continue
      case (EEXIST, .create): throw .alreadyExists(path: path)
      case (_, .read):
        throw .unreadable(path: path, reason: reason(code))
      case (_, .create), (_, .append):
        throw .unwritable(path: path, reason: reason(code))
      }
    }
  }

  /// Opens a file without a name in a folder; nil where the system cannot
  /// make one, or could not name it later.
  static func openUnnamed(in folder: String) -> FileDescriptor? {
    #if os(Linux)
      // O_TMPFILE of open(2), a macro that Swift does not see.
      let unnamed = 0o20000000 | O_DIRECTORY
      guard access("/proc/self/fd", X_OK) == 0 else { return nil }
      let path = folder.isEmpty ? "." : folder
      let number = openFile(path, O_WRONLY | unnamed | O_CLOEXEC, 0o666)
      return number < 0 ? nil : FileDescriptor(number: number, path: path)
    #else
      return nil
    #endif
  }

  /// A path that stands for the open file while it is open.
  var systemPath: String { "/proc/self/fd/\(number)" }

  /// What is at a path, without following a link there; nil if nothing is.
  static func status(at path: String) throws(FileError) -> Status? {
    try status(path) { lstat($0, &$1) }
  }

  /// What is behind a path, all links followed; nil if nothing is.
  static func status(behind path: String) throws(FileError) -> Status? {
    try status(path) { stat($0, &$1) }
  }

  private static func status(
    _ path: String, _ ask: (String, inout stat) -> Int32
  ) throws(FileError) -> Status? {
    try check(path)
    var raw = stat()
    if ask(path, &raw) == 0 { return Status(raw) }
    let code = errno
    guard code == ENOENT else {
      throw .unwritable(path: path, reason: reason(code))
    }
    return nil
  }

  /// What the file is; nil if the operating system does not say.
  func status() -> Status? {
    var raw = stat()
    return fstat(number, &raw) == 0 ? Status(raw) : nil
  }

  /// Fills the start of a buffer; returns the number of bytes, 0 at the end.
  func read(into buffer: inout [UInt8]) throws(FileError) -> Int {
    let room = buffer.count
    while true {
      let count = buffer.withUnsafeMutableBytes {
        systemRead(number, $0.baseAddress, room)
      }
      if count >= 0 { return count }
      let code = errno
      if code != EINTR {
        throw .unreadable(path: path, reason: Self.reason(code))
      }
    }
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(FileError) {
    var offset = 0
    while offset < bytes.count {
      // macOS refuses more than 2 GiB at once.
      let count = min(bytes.count - offset, 1 << 30)
      let written = bytes[offset...].withUnsafeBytes {
        systemWrite(number, $0.baseAddress, count)
      }
      if written >= 0 {
        offset += written
      } else {
        let code = errno
        if code != EINTR { throw unwritable(code) }
      }
    }
  }

  /// Gives the file the permissions of the one that it replaces.
  func setPermissions(_ permissions: UInt32) throws(FileError) {
    guard fchmod(number, mode_t(permissions)) == 0 else {
      throw unwritable(errno)
    }
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(FileError) {
    guard fsync(number) == 0 else { throw unwritable(errno) }
  }

  /// Closes the file; nothing is lost by an error after `synchronize()`.
  func close() {
    _ = closeFile(number)
  }

  /// The operating system's text for an error.
  static func reason(_ code: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &text, text.count) == 0 else {
      return "error \(code)"
    }
    return String(cMessage: text)
  }

  private func unwritable(_ code: Int32) -> FileError {
    .unwritable(path: path, reason: Self.reason(code))
  }

  private static func check(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .invalidPath(path: path)
    }
  }
}

// Inside the type, the system's names would mean its own members.
private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  open(path, flags, mode)
}

private func closeFile(_ number: Int32) -> Int32 { close(number) }

private func systemRead(
  _ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
  read(number, buffer, count)
}

private func systemWrite(
  _ number: Int32, _ buffer: UnsafeRawPointer?, _ count: Int
) -> Int {
  write(number, buffer, count)
}
