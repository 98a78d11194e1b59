import ArgumentParser
import RDC

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What every command that works on pictures takes.
struct CommonOptions: ParsableArguments {
  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: "The most threads to use (default: one a core).")
  var jobs: Int?

  @Option(help: "A further model, from a pack file; may be repeated.")
  var pack: [String] = []

  @Flag(help: "Print errors only.")
  var quiet = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("'--jobs' takes a number from 1 to 1024.")
    }
  }

  /// Kernels as `RDC_ISA` says, threads as asked.
  func execution() throws -> Execution {
    let environment = ProcessInfo.processInfo
    return try Execution(
      environment: environment.environment,
      threads: jobs ?? environment.activeProcessorCount)
  }

  /// The models inside this rdc, the default first, then those of pack files.
  func models() throws -> [Model] {
    try Model.embedded() + packModels()
  }

  /// The model with a name; without, the one that suits the pictures.
  func choice(named name: String?) throws -> ModelChoice {
    try ModelChoice(ModelShelf(adding: packModels()), name: name)
  }

  /// The models that may be needed to read a file.
  func models(toRead file: [UInt8]) throws -> [Model] {
    try Model.embedded(toRead: file) + packModels()
  }

  private func packModels() throws -> [Model] {
    try pack.map { path in
      let bytes = try InputBytes.read(path)
      return try naming(path) {
        try Model(bytes, registry: KnownCodecs.registry)
      }
    }
  }

  /// The model with a name; the default one without.
  func model(named name: String?) throws -> Model {
    let models = try models()
    return try name.map { try models.named($0) } ?? models[0]
  }

  var console: Console { Console(quiet: quiet) }
}
