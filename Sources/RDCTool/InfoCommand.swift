import ArgumentParser
import RDC

/// `rdc info`: every field of a file, and where each bit went.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show every field of a .rdc file, and where each bit went.")

  @Argument(help: "The file to show; '-' is standard input.")
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    let bytes = try InputBytes.read(file)
    let report = try naming(file) {
      // The decoder's checks first: a damaged file gets an error, not a list.
      let decoder = try Decoder(
        bytes, models: common.models(toRead: bytes), limits: limits.limits,
        execution: common.execution())
      return try FileReport(bytes, decoder)
    }
    common.console.result(
      json ? [report.json.text] : report.lines(name: file))
  }
}
