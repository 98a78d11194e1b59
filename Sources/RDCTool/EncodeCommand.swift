import ArgumentParser
import RDC

/// `rdc encode`: pictures to `.rdc` files.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Encode pictures into .rdc files.",
    discussion: """
      INPUT is a PNG, a folder of PNGs, or an IDX file (also .gz); '-' is \
      standard input. The model is the one that codes pictures of this very \
      size, so that gray pictures of 28×28 are digits, else one that codes any \
      size, unless --model says otherwise. Each input gets a file beside it, \
      'digit.png' becomes 'digit.rdc'; with -o several digits go into one \
      archive.
      """)

  @Argument(help: "PNG, folder or IDX file; '-' is standard input.")
  var inputs: [String]

  @Option(
    name: [.customShort("o"), .long],
    help: "The file to write; '-' is standard output.")
  var output: String?

  @Option(help: "The model to use; see 'rdc models'.")
  var model: String?

  @OptionGroup var rate: RateOptions

  @Option(help: "The seed of the shared dither.")
  var seed: UInt64 = 0

  @Option(
    name: .shortAndLong,
    help: "0 is a single pass; from 1 on the encoder searches.")
  var effort = 5

  @Flag(
    name: .customLong("no-statement"),
    help: "Photos: leave out what the model's classifier saw.")
  var statesNothing = false

  @Flag(help: "Leave out ICC profile and Exif.")
  var strip = false

  @Flag(name: .shortAndLong, help: "Overwrite existing files.")
  var force = false

  @Flag(help: "Print what was written as JSON.")
  var json = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !inputs.isEmpty else {
      throw ValidationError("Name at least one input.")
    }
    guard (0...9).contains(effort) else {
      throw ValidationError("'--effort' takes a number from 0 to 9.")
    }
  }

  func run() throws {
    let models = try common.models()
    let named = try model.map { try models.named($0) }
    let sources = try inputs.map {
      try EncodeInput(
        $0, named: named, models: models, limits: limits.imageLimits)
    }
    if let output, sources.count > 1 {
      guard sources.allSatisfy({ $0.model.profile.holdsSets }) else {
        throw ValidationError(
          "'--output' takes several digits, but one photo.")
      }
      return try write(EncodeInput(joining: sources), to: output)
    }
    for source in sources {
      try write(source, to: output ?? OutputName.encoded(source.path))
    }
  }

  private func write(_ source: EncodeInput, to path: String) throws {
    // Asked before the work, so that nothing is computed in vain.
    try OutputFile.checkWritable(path, force: force)
    if let bits = source.deepBits {
      common.console.status(
        "\(source.path): \(bits) bits a sample, coded at 8")
    }
    let options = EncodingOptions(
      rate: rate.rate, seed: seed, effort: effort, stripsMetadata: strip,
      states: !statesNothing, limits: limits.limits)
    let meter = common.console.progress(
      "Encoding", total: source.pictures.count)
    let encoding = try naming(source.path) {
      defer { meter?.finish() }
      return try Encoder(
        model: source.model, options: options,
        execution: common.execution()
      ).encode(source.pictures) { meter?.show($0) }
    }
    try OutputFile.write(encoding.bytes, to: path, force: force)
    let report = EncodingReport(
      path: path, model: source.model, encoding: encoding)
    if json {
      common.console.result(report.json.text)
    } else {
      common.console.status(report.line)
    }
    if let warning = report.warning {
      common.console.status("\(source.path): \(warning)")
    }
  }
}
