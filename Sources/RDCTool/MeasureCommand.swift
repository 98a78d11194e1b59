import ArgumentParser
import ImageIO
import RDC

/// `rdc measure`: real bits, and what every head makes of them.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Encode to real bytes, decode every head, and measure.",
    discussion: """
      Rates are those of the whole file. Accuracy and cross-entropy are by a \
      classifier that no head was trained against. The row 'original' shows \
      the originals themselves; its distances are those between two halves \
      of them, the floor for any method.
      """)

  @Argument(help: "PNG, folder or IDX file; '-' is standard input.")
  var inputs: [String]

  @Option(help: "The pictures' labels, an IDX file.")
  var labels: String?

  @Option(help: "Heads to measure: 'all', or names with commas between them.")
  var heads = "all"

  @Option(help: "The model to use; see 'rdc models'.")
  var model: String?

  @Option(help: "The most bits a picture, everything in the file counted.")
  var bits: Double?

  @Option(help: "The seed of the shared dither.")
  var seed: UInt64 = 0

  @Option(name: .shortAndLong, help: "As for 'rdc encode'.")
  var effort = 5

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !inputs.isEmpty else {
      throw ValidationError("Name at least one input.")
    }
    guard (0...9).contains(effort) else {
      throw ValidationError("'--effort' takes a number from 0 to 9.")
    }
    _ = try chosenHeads()
  }

  func run() throws {
    let model = try Model.embedded(named: model)
    let images = IDXImages.joined(
      try inputs.map { try PictureInput($0, for: model).images })
    let labels = try labels.map { try self.read($0, count: images.count) }
    let measurer = Measurer(
      model: model,
      options: EncoderOptions(
        rate: bits.map { .atMost(bits: $0) } ?? .standard, seed: seed,
        effort: effort),
      heads: try chosenHeads(), execution: try common.execution())
    let meter = common.console.progress("Encoding", total: images.count)
    let measurement = try measurer.measure(
      images, labels: labels,
      step: { step in if step != "encoding" { meter?.finish() } },
      progress: { meter?.show($0) })
    if json {
      common.console.result(try JSONText.encode(measurement))
    } else {
      for line in MeasurementTable.lines(measurement) {
        common.console.result(line)
      }
    }
  }

  private func chosenHeads() throws -> [Head] {
    if heads == "all" { return Head.allCases }
    return try heads.split(separator: ",").map { name in
      guard let head = Head(rawValue: String(name)) else {
        throw ValidationError("No head '\(name)'; there are \(Head.list).")
      }
      return head
    }
  }

  /// Labels that match the pictures, checked before any work is done.
  private func read(_ path: String, count: Int) throws -> IDXLabels {
    let bytes = try InputBytes.read(path)
    return try naming(path) {
      let labels = try IDXLabels.parse(bytes)
      guard labels.labels.count == count else {
        throw FileFailure(
          path: path,
          reason: "\(labels.labels.count) labels for \(count) pictures")
      }
      return labels
    }
  }
}
