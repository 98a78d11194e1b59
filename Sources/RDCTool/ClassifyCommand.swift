import ArgumentParser
import RDC
import Support

/// `rdc classify`: labels from the bits alone.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Read labels and their probabilities from the bits alone.",
    discussion: """
      Digits: no picture is decoded, a small network reads the indices. \
      Photos: the model's classifier reads the picture of the classification \
      head; of a picture larger than it knows it reads the middle square, \
      reduced.
      """)

  @Argument(help: "The file to classify; '-' is standard input.")
  var file: String

  @Option(help: "Classify this picture of an archive alone, counted from 0.")
  var pick: Int?

  @Flag(help: "Print JSON, with the probability of every label.")
  var json = false

  @OptionGroup var limits: PhotoLimitOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    let bytes = try InputBytes.read(file)
    let execution = try common.execution()
    let (labels, probabilities) = try naming(file) {
      let decoder = try FileDecoder(
        bytes, models: try common.models(toRead: bytes), limits: limits.limits,
        execution: execution)
      switch decoder {
      case .latents(let decoder):
        return (
          try decoder.model.latentVector().labels,
          try decoder.labels(pick: pick, execution: execution)
        )
      case .photo(let decoder):
        if let pick, pick != 0 {
          throw RDCError.noSuchPicture(index: pick, count: 1)
        }
        let read = try decoder.labels(execution: execution)
        return (read.names, read.probabilities)
      }
    }
    let width = labels.count
    let rows = probabilities.argmaxRows().enumerated().map { row, best in
      Reading(
        picture: pick ?? row, label: labels[best],
        probability: probabilities.values[row * width + best],
        probabilities: Dictionary(
          uniqueKeysWithValues: zip(
            labels, probabilities.values[row * width..<(row + 1) * width])))
    }
    if json {
      common.console.result(try JSONText.encode(rows))
    } else {
      for row in rows {
        common.console.result(
          "\(row.picture)\t\(row.label)\t"
            + "\((100 * Double(row.probability)).text(2)) %")
      }
    }
  }

  /// What the bits of one picture say.
  private struct Reading: Encodable {
    var picture: Int
    var label: String
    var probability: Float
    var probabilities: [String: Float]
  }
}
