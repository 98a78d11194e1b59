import ArgumentParser
import Metrics
import RDC
import StrictJSON
import Support

/// `rdc compare`: how far a picture is from another one.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare a picture with its original.",
    discussion: """
      Prints the figures that 'rdc measure' has for single pictures; an arrow \
      points to the better. A figure that the pictures are too small for is \
      left out. A gray picture is compared with a colour one as colour.
      """)

  @Argument(help: "A PNG, PPM or PGM; '-' is standard input.")
  var original: String

  @Argument(help: "The picture to compare with it.")
  var other: String

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var limits: LimitOptions

  func run() throws {
    let (first, second) = (try read(original), try read(other))
    guard (first.width, first.height) == (second.width, second.height) else {
      throw FileFailure(
        path: other,
        reason: "\(second.width)×\(second.height) pixels, but the original "
          + "has \(first.width)×\(first.height)")
    }
    let isColour = [first, second].contains { $0.colorSpace == .rgb }
    let truth = try Self.pictures(first, isColour: isColour)
    let reading = try Self.pictures(second, isColour: isColour)
    let console = Console(quiet: false)
    var rows: [[String]] = []
    var members: [String: JSON] = [:]
    for figure in Figures.all {
      let value = try figure.values(of: [reading], original: truth)[0]
      guard let value else { continue }
      members[figure.key] = .number(value)
      rows.append([
        "\(figure.name) \(figure.direction.arrow)",
        figure.text(value) + (figure.unit.isEmpty ? "" : " \(figure.unit)"),
      ])
    }
    if truth.bytes == reading.bytes {
      rows.append(["all samples are equal", ""])
    }
    members["equal"] = .bool(truth.bytes == reading.bytes)
    console.result(
      json ? [JSON.object(members).text] : TextTable.lines(rows))
  }

  private func read(_ path: String) throws -> Picture {
    let bytes = try InputBytes.read(path, limit: limits.inputBytes)
    return try naming(path) {
      try PictureReader.read(bytes, limits: limits.imageLimits)
    }
  }

  private static func pictures(
    _ picture: Picture, isColour: Bool
  ) throws -> FigurePictures {
    let isWidened = isColour && picture.colorSpace == .gray
    return try FigurePictures(
      count: 1, width: picture.width, height: picture.height,
      channels: isColour ? 3 : 1,
      bytes: isWidened
        ? picture.samples.flatMap { [$0, $0, $0] } : picture.samples,
      isSet: false)
  }
}
