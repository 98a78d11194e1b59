import ArgumentParser

/// How `rdc measure` reports.
struct MeasureReportOptions: ParsableArguments {
  /// What goes to standard output.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, compressai
  }

  @Option(
    help: ArgumentHelp(
      "Standard output: text, json, or compressai (the schema of CompressAI's "
        + "bench, of one head).", valueName: "format"))
  var format: Format?

  @Flag(help: "Print JSON; short for '--format json'.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write a page to look at: everything in one file.", valueName: "out"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Measure these strengths of the heads as well "
        + "(default: 0.25,0.5,0.75 with '--html').", valueName: "list"))
  var strengths: NumberList?

  @Flag(name: .shortAndLong, help: "Overwrite an existing page.")
  var force = false

  func validate() throws {
    guard !json || format == nil || format == .json else {
      throw ValidationError("'--json' and '--format' exclude each other.")
    }
    guard html != "-" else {
      throw ValidationError("'--html' takes the name of a file.")
    }
    for strength in strengths?.values ?? []
    where !(strength > 0 && strength < 1) {
      throw ValidationError("'--strengths' takes numbers between 0 and 1.")
    }
  }

  /// The format, whichever way it was asked for.
  var chosen: Format { json ? .json : format ?? .text }

  /// The strengths to measure between the distortion head and the others.
  var strengthList: [Float] {
    (strengths?.values ?? (html == nil ? [] : [0.25, 0.5, 0.75]))
      .map { Float($0) }
  }

  /// Whether the page may be written; asked before any work.
  func check() throws {
    if let html { try OutputFile.checkWritable(html, force: force) }
  }
}
