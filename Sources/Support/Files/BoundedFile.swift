/// Reading a file of a bounded size.
public enum BoundedFile {
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
