import ArgumentParser
import RDC
import StrictJSON

/// `rdc info`: every field of a file, and where each bit went.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show every field of .rdc files, and where each bit went.")

  @Argument(
    help: "Files or folders to show; '-' is standard input.",
    completion: .file(extensions: ["rdc"]))
  var files: [String]

  @Flag(help: "One line for each file, without its fields.")
  var brief = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !files.isEmpty else {
      throw ValidationError("Name at least one file.")
    }
  }

  func run() throws {
    let inputs = try InputFiles(files, endings: [".rdc"]).files
    var reports: [JSON] = []
    var failed = 0
    for (number, input) in inputs.enumerated() {
      let report: FileReport
      do {
        report = try read(input.path)
      } catch  where inputs.count > 1 {
        common.console.error("\(error)")
        failed += 1
        continue
      }
      if json {
        reports.append(report.json)
      } else if brief {
        common.console.result(report.brief(name: input.path))
      } else {
        if number > 0 { common.console.result("") }
        common.console.result(report.lines(name: input.path))
      }
    }
    if json, !reports.isEmpty {
      common.console.result(
        (inputs.count == 1 ? reports[0] : .array(reports)).text)
    }
    if failed > 0 {
      throw Batch.Failures(failed: failed, total: inputs.count)
    }
  }

  private func read(_ path: String) throws -> FileReport {
    let bytes = try InputBytes.read(path, limit: limits.inputBytes)
    return try naming(path == "-" ? "standard input" : path) {
      // The decoder's checks first: a damaged file gets an error, not a list.
      let decoder = try Decoder(
        bytes, models: common.models(toRead: bytes), limits: limits.limits,
        execution: common.execution())
      return try FileReport(bytes, decoder)
    }
  }
}
