import ArgumentParser
import RDC
import StrictJSON

/// `rdc models`: what is inside this binary.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models inside this rdc.")

  @Flag(help: "Print JSON, with labels and provenance.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let models = try common.models()
    common.console.result(
      json
        ? [JSON.array(models.map(\.json)).text]
        : models.flatMap(ModelListing.lines))
  }
}
