import RDC

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Status and progress on stderr, results on stdout.
struct Console: Sendable {
  let quiet: Bool

  /// A line of status.
  func status(_ line: String) {
    guard !quiet else { return }
    write("\(line)\n", to: .error)
  }

  /// A line of results.
  func result(_ line: String) {
    write("\(line)\n", to: .output)
  }

  /// Lines of results.
  func result(_ lines: [String]) {
    for line in lines { result(line) }
  }

  /// Bytes of a result.
  func result(_ bytes: [UInt8]) throws {
    try StandardStream.output.write(bytes)
  }

  /// A meter for `total` pictures; silent unless stderr is a terminal.
  func progress(_ what: String, total: Int) -> ProgressMeter? {
    guard !quiet, isatty(STDERR_FILENO) == 1 else { return nil }
    return ProgressMeter(what: what, total: total)
  }

  private func write(_ text: String, to stream: StandardStream) {
    // A closed pipe is the reader's choice, not a failure worth a word.
    try? stream.write(text.utf8)
  }
}
