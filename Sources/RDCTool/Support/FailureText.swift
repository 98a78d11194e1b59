/// An error with the file that it concerns, on one line.
struct FileFailure: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)" }
}

/// Runs `body` and names `path` in whatever it throws.
func naming<Output>(_ path: String, _ body: () throws -> Output) throws -> Output {
  do {
    return try body()
  } catch let error as FileFailure {
    throw error
  } catch {
    throw FileFailure(path: path, reason: "\(error)")
  }
}
