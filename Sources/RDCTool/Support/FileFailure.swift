/// An error with the file that it concerns, on one line.
struct FileFailure: Error, CustomStringConvertible {
  let path: String
  let reason: String

  init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// Names `path` in an error, unless it names one already.
  init(path: String, _ error: any Error) {
    self =
      error as? FileFailure ?? FileFailure(path: path, reason: "\(error)")
  }

  var description: String { "\(path): \(reason)" }
}

/// Runs `body` and names `path` in whatever it throws.
func naming<Output>(_ path: String, _ body: () throws -> Output) throws
  -> Output
{
  do {
    return try body()
  } catch {
    throw FileFailure(path: path, error)
  }
}
