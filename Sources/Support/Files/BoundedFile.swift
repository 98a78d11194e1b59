/// Reading a file of a bounded size.
public enum BoundedFile {
  /// Bytes of a regular file, all links followed; nil if it is none.
  public static func size(_ path: String) -> Int? {
    guard let status = try? FileDescriptor.status(behind: path),
      status.isRegular
    else { return nil }
    return status.size
  }

  /// The first bytes of a regular file, fewer where it has fewer; nothing of
  /// what is no file, since what is read from a pipe is gone.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public static func head(
    _ path: String, count: Int
  ) throws(FileError) -> [UInt8] {
    guard size(path) != nil else { return [] }
    let file = try FileDescriptor.open(path, .read)
    defer { file.close() }
    var bytes = [UInt8](repeating: 0, count: count)
    return Array(bytes[..<(try file.read(into: &bytes))])
  }

  /// The bytes of a file, pipe or device.
  ///
  /// - Parameters:
  ///   - path: a file, a pipe or a device.
  ///   - limit: the most bytes to take; also bounds the memory, within a factor
  ///     of two, where the size is not known beforehand.
  /// - Returns: all of the bytes.
  /// - Throws: ``FileError/tooLarge(path:limit:)`` or
  ///   ``FileError/unreadable(path:reason:)``.
  public static func read(
    _ path: String, limit: Int
  ) throws(FileError) -> [UInt8] {
    let file = try FileDescriptor.open(path, .read)
    defer { file.close() }
    return try read(file, path, limit: limit)
  }

  /// The bytes of standard input.
  ///
  /// - Throws: as ``read(_:limit:)``.
  public static func readStandardInput(
    limit: Int
  ) throws(FileError) -> [UInt8] {
    try read(.standardInput, "standard input", limit: limit)
  }

  private static func read(
    _ file: FileDescriptor, _ path: String, limit: Int
  ) throws(FileError) -> [UInt8] {
    // Of a regular file the size is known; it may change, and others claim 0.
    let claimed = file.status()?.size ?? 0
    guard claimed <= limit else {
      throw .tooLarge(path: path, limit: limit)
    }
    guard AvailableMemory.has(claimed) else {
      throw .unreadable(path: path, reason: "not enough memory")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(claimed)
    var scratch = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try file.read(into: &scratch)
      if count == 0 { return bytes }
      guard count <= limit - bytes.count else {
        throw .tooLarge(path: path, limit: limit)
      }
      bytes.append(contentsOf: scratch[..<count])
    }
  }
}
