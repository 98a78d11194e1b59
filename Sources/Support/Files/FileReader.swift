/// A file, pipe or device that is read piece by piece, from its start.
public struct FileReader: ~Copyable {
  private let file: FileDescriptor

  /// Opens a file.
  ///
  /// - Throws: ``FileError/invalidPath(path:)`` or
  ///   ``FileError/unreadable(path:reason:)``.
  public init(_ path: String) throws(FileError) {
    file = try FileDescriptor.open(path, .read)
  }

  deinit { file.close() }

  /// Bytes of a regular file; nil of what is none.
  public var size: Int? {
    file.status().flatMap { $0.isRegular ? $0.size : nil }
  }

  /// The next bytes: `count` of them, fewer only at the end.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public mutating func next(_ count: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var scratch = [UInt8](repeating: 0, count: count)
    while bytes.count < count {
      let read = try file.read(into: &scratch)
      if read == 0 { break }
      // The usual case: all at once.
      if read == count { return scratch }
      bytes += scratch[..<read]
      scratch.removeLast(read)
    }
    return bytes
  }
}
