import ArgumentParser
import RDC
import Support

/// `rdc classify`: what the bits say that pictures show.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Read labels and their probabilities from a file.",
    discussion: """
      Digits: no picture is decoded, a small network reads the indices. \
      Photos: the file states what a classifier saw in the original; where \
      it does not, or with --look, the classifier reads the middle of the \
      classification head's picture. The labels are those that 'rdc models' \
      lists, and no others.
      """)

  @Argument(
    help: "The file to classify; '-' is standard input.",
    completion: .file(extensions: ["rdc"]))
  var file: String

  @Option(help: "Classify only this picture of an archive, counted from 0.")
  var pick: Int?

  @Option(help: ArgumentHelp("Print the n likeliest labels.", valueName: "n"))
  var top = 1

  @Flag(help: "Photos: read the decoded picture, whatever the file states.")
  var look = false

  @Flag(help: "Print JSON, with the probability of every label.")
  var json = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard top >= 1 else {
      throw ValidationError("'--top' takes a number from 1.")
    }
  }

  func run() throws {
    let bytes = try InputBytes.read(file, limit: limits.inputBytes)
    let execution = try common.execution()
    let (found, names) = try naming(file) {
      () -> (Classification, [String]?) in
      let models = try common.models(toRead: bytes)
      if !look, pick ?? 0 == 0,
        let stated = try Decoder.stated(bytes, models: models)
      {
        return (stated, nil)
      }
      let decoder = try Decoder(
        bytes, models: models, limits: limits.limits, execution: execution)
      return (
        try decoder.classify(pick: pick, execution: execution),
        decoder.names?.names
      )
    }
    if json {
      printJSON(found, names)
    } else {
      for row in found.best.indices {
        common.console.result(lines(found, row, names?[pick ?? row]))
      }
      common.console.status(Self.known(found.labels))
    }
  }

  /// An array of objects, printed one by one: of a large archive, all of them
  /// would take gigabytes.
  private func printJSON(_ found: Classification, _ names: [String]?) {
    common.console.result("[")
    let last = found.probabilities.count - 1
    for row in 0...last {
      let object = found.json(of: row, top: top, pick: pick, names: names)
      common.console.result(
        "  \(object.text(indent: "  "))" + (row < last ? "," : ""))
    }
    common.console.result("]")
  }

  /// Which labels there are to choose from: another one is never named,
  /// whatever the picture shows.
  private static func known(_ labels: [String]) -> String {
    labels.count > 20
      ? "the model knows \(labels.count) labels; 'rdc models --json' lists them"
      : "the model knows only these labels: "
        + labels.joined(separator: ", ")
  }

  private func lines(
    _ found: Classification, _ row: Int, _ name: String?
  ) -> [String] {
    found.top(top, of: row).map { label in
      let share = 100 * Double(found.probabilities[row][label])
      return "\(pick ?? row)\t\(found.labels[label])\t\(share.text(2)) %"
        + (name.map { "\t\($0)" } ?? "")
    }
  }
}
