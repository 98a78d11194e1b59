import Support

/// Reads whole inputs within a limit.
enum InputBytes {
  /// The most bytes that an input may have.
  static let limit = 1 << 30

  /// The bytes of a path, at most so many; `-` is stdin.
  static func read(
    _ path: String, limit: Int = InputBytes.limit
  ) throws -> [UInt8] {
    if path == "-" {
      return try BoundedFile.readStandardInput(limit: limit)
    }
    return try BoundedFile.read(path, limit: limit)
  }

  /// Bytes of a regular file; nil if it is none.
  static func size(_ path: String) -> Int? {
    path == "-" ? nil : BoundedFile.size(path)
  }
}
