import ArgumentParser
import Support
import Theory

/// Which curves `rdc theory` gives, and how.
struct TheoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Perception constraints, separated by commas.", valueName: "list"))
  var perception: NumberList?

  @Option(
    help: ArgumentHelp(
      "Bits of information about the label, separated by commas.",
      valueName: "list"))
  var gain: NumberList?

  @Option(help: "Distortion to start from.")
  var from: Double?

  @Option(help: "Distortion to end at.")
  var to: Double?

  @Option(help: "Points a curve, evenly spaced.")
  var points = 21

  @Flag(help: "Print JSON.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Draw the curves; '-' is standard output, without a table then.",
      valueName: "out"))
  var svg: String?

  @Flag(name: .shortAndLong, help: "Overwrite an existing file.")
  var force = false

  func validate() throws {
    guard (2...10_000).contains(points) else {
      throw ValidationError("'--points' takes a number from 2 to 10000.")
    }
    guard !(json && svg == "-") else {
      throw ValidationError("'--json' and '--svg -' exclude each other.")
    }
    _ = try interval(whole: 0...Double.greatestFiniteMagnitude)
  }

  /// The distortions to show, unless told within the whole of them.
  func interval(whole: ClosedRange<Double>) throws -> ClosedRange<Double> {
    let lower = from ?? whole.lowerBound
    let upper = to ?? whole.upperBound
    guard lower >= 0, upper.isFinite, lower < upper else {
      throw ValidationError(
        "The distortions must run upwards from 0 or more: "
          + "\(lower.plain) to \(upper.plain).")
    }
    return lower...upper
  }

  /// Prints the table or the JSON, and draws if asked.
  func tell(
    _ report: TheoryReport, title: String, distortion: String
  ) throws {
    let console = Console(quiet: false)
    if let svg {
      try OutputFile.checkWritable(svg, force: force)
      let drawing = report.plot(title: title, distortion: distortion).svg()
      try OutputFile.write(Array(drawing.utf8), to: svg, force: force)
      if svg == "-" { return }
    }
    if json {
      console.result(report.json.text)
    } else {
      console.result(report.lines)
    }
  }
}
