import ArgumentParser
import Foundation
import ImageIO
import RDC

/// `rdc encode`: pictures to `.rdc` files.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Encode pictures into .rdc files.",
    discussion: """
      INPUT is a PNG, a folder of PNGs, or an IDX file (also .gz); '-' is \
      standard input. Each input gets a file beside it, 'digit.png' becomes \
      'digit.rdc'; with -o several inputs go into one archive.
      """)

  @Argument(help: "PNG, folder or IDX file; '-' is standard input.")
  var inputs: [String]

  @Option(
    name: [.customShort("o"), .long],
    help: "The file to write; '-' is standard output.")
  var output: String?

  @Option(help: "The model to use; see 'rdc models'.")
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The most bits a picture, everything in the file counted; for one digit by itself, its payload.",
      valueName: "n"))
  var bits: Double?

  @Option(help: "The seed of the shared dither.")
  var seed: UInt64 = 0

  @Option(
    name: .shortAndLong,
    help: "0 is a single pass; from 1 on the encoder searches every cell.")
  var effort = 5

  @Flag(name: .shortAndLong, help: "Overwrite existing files.")
  var force = false

  @Flag(help: "Print what was written as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !inputs.isEmpty else {
      throw ValidationError("Name at least one input.")
    }
    if let bits, !(bits > 0 && bits.isFinite) {
      throw ValidationError("'--bits' takes a number above 0.")
    }
    guard (0...9).contains(effort) else {
      throw ValidationError("'--effort' takes a number from 0 to 9.")
    }
  }

  func run() throws {
    let model = try Model.embedded(named: model)
    let encoder = Encoder(
      model: model,
      options: EncoderOptions(
        rate: bits.map { .atMost(bits: $0) } ?? .standard, seed: seed,
        effort: effort),
      execution: try common.execution())
    let sources = try inputs.map { try PictureInput($0, for: model) }
    if let output {
      try write(joined(sources), with: encoder, to: output)
    } else {
      for source in sources {
        try write(source, with: encoder, to: OutputName.encoded(source.path))
      }
    }
  }

  /// All inputs as one.
  private func joined(_ sources: [PictureInput]) -> PictureInput {
    sources.count == 1
      ? sources[0]
      : PictureInput(
        path: sources.map(\.path).joined(separator: ", "),
        images: .joined(sources.map(\.images)), isSingle: false)
  }

  private func write(
    _ source: PictureInput, with encoder: Encoder, to path: String
  ) throws {
    // Asked before the work, so that nothing is computed in vain.
    try OutputFile.checkWritable(path, force: force)
    let count = source.images.count
    let meter = common.console.progress("Encoding", total: count)
    let encoding = try naming(source.path) {
      defer { meter?.finish() }
      return try encoder.encode(
        source.images, compact: source.isSingle, progress: { meter?.show($0) })
    }
    try OutputFile.write(encoding.bytes, to: path, force: force)
    let report = EncodingReport(path: path, encoding: encoding)
    if json {
      common.console.result(try JSONText.encode(report))
    } else {
      common.console.status(report.line)
    }
  }
}

extension IDXImages {
  /// Sets of one size behind one another.
  static func joined(_ sets: [IDXImages]) -> IDXImages {
    IDXImages(
      count: sets.reduce(0) { $0 + $1.count }, height: sets[0].height,
      width: sets[0].width, samples: sets.flatMap(\.samples))
  }
}
