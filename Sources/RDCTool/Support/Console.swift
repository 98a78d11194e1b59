import RDC
import Support

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Status and progress on stderr, results on stdout.
///
/// What files say, from names of models to the texts of errors, goes through
/// here, so that no control character of theirs reaches a terminal.
struct Console: Sendable {
  let quiet: Bool

  /// A line of status.
  func status(_ line: String) {
    guard !quiet else { return }
    tell(line.visible())
  }

  /// What went wrong, in a line; quiet or not.
  func error(_ line: String) { tell("Error: \(line.visible())") }

  /// A line of results, or several of a text that is laid out.
  func result(_ text: String) {
    do {
      try StandardStream.output.write(
        "\(text.visible(keeping: ["\t", "\n"]))\n".utf8)
    } catch {
      // A result that is lost is a failure, whatever was still to come.
      self.error("\(error)")
      endProcess(EXIT_FAILURE)
    }
  }

  /// Lines of results.
  func result(_ lines: [String]) {
    for line in lines { result(line) }
  }

  /// A meter for `total` units; silent unless stderr is a terminal.
  func progress(
    _ what: String, total: Int, of unit: String = "pictures"
  ) -> ProgressMeter? {
    guard !quiet, StandardStream.error.isTerminal else { return nil }
    return ProgressMeter(what: what, total: total, of: unit)
  }

  /// Nobody is left to be told if stderr is closed.
  private func tell(_ line: String) {
    try? StandardStream.error.write("\(line)\n".utf8)
  }
}

/// Ends the process; inside of a command, `exit` is the parser's.
func endProcess(_ status: Int32) -> Never { exit(status) }
