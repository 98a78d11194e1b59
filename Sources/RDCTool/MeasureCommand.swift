import ArgumentParser
import Metrics
import RDC
import Support

/// `rdc measure`: real bits, and what every head makes of them.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Encode to real bytes, decode every head, and measure.",
    discussion: """
      Rates are those of the whole file. Accuracy and cross-entropy are by a \
      classifier that no head was trained against. The row 'original' shows \
      the originals themselves; its distances are those between two halves \
      of them, the floor for any method. Models that hold sets code all \
      pictures into one file, the others each picture into a file of its own.
      """)

  @Argument(help: "PNG, folder or IDX file; '-' is standard input.")
  var inputs: [String]

  @Option(help: "The pictures' labels, an IDX file.")
  var labels: String?

  @Option(help: "Heads to measure: 'all', or names separated by commas.")
  var heads = "all"

  @Option(help: "The model to use; see 'rdc models'.")
  var model: String?

  @OptionGroup var rate: RateListOptions

  @Option(help: "The seed of the shared dither.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "BD-rate against a codec's points in a JSON file.", valueName: "file"))
  var against: String?

  @Option(
    name: [.customShort("e", allowingJoined: true), .long],
    parsing: .unconditional, help: "As for 'rdc encode'.")
  var effort = 5

  @OptionGroup var report: MeasureReportOptions

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !inputs.isEmpty else {
      throw ValidationError("Name at least one input.")
    }
    guard (0...9).contains(effort) else {
      throw ValidationError("'--effort' takes a number from 0 to 9.")
    }
    guard
      report.format != .compressai || heads == "all"
        || heads.split(separator: ",").count == 1
    else {
      throw ValidationError("CompressAI's schema holds one head; name one.")
    }
  }

  func run() throws {
    try report.check()
    let (model, inputs, count) = try chosenInputs()
    let labels = try labels.map { path in
      try read(path, count: count, classes: model.profile.labels.count)
    }
    let other = try against.map { path in
      let bytes = try InputBytes.read(path)
      return try naming(path) { try CodecCurve(bytes, figures: Figures.all) }
    }
    let measurer = Measurer(
      model: model,
      options: EncodingOptions(
        seed: seed, effort: effort, limits: limits.limits),
      rates: rates(model), heads: try chosenHeads(model),
      strengths: report.strengthList, execution: try common.execution())
    let meter = common.console.progress("Measuring", total: count ?? 0)
    var (measurement, samples) = try measurer.measure(inputs, labels: labels) {
      meter?.show($0)
    }
    meter?.finish()
    if let other, let against {
      measurement.comparisons = try naming(against) {
        try CurveComparison.all(of: measurement, against: other)
      }
    }
    try tell(measurement, samples, measurer.heads)
  }

  private func tell(
    _ measurement: Measurement, _ samples: SampleSheet, _ heads: [Head]
  ) throws {
    if let html = report.html {
      let page = try MeasurementPage(measurement, samples).html()
      try OutputFile.write(Array(page.utf8), to: html, force: report.force)
      common.console.status("\(html): \(page.utf8.count) bytes")
    }
    switch report.chosen {
    case .json: common.console.result(measurement.json.text)
    case .compressai:
      common.console.result(
        try CompressAIReport.report(measurement, head: heads[0]).json().text)
    case .text: common.console.result(MeasurementTable.lines(measurement))
    }
    if let warning = measurement.warning { common.console.status(warning) }
  }

  /// The model, what goes into its files, and how many pictures that is if it
  /// is known beforehand.
  private func chosenInputs() throws -> (Model, [Measurer.Input], Int?) {
    let models = try common.choice(named: model)
    let paths = try PictureSource.paths(inputs)
    let limits = limits.imageLimits
    let first = try PictureSource.pictures(paths[0], limits: limits)
    let (model, _) = try naming(paths[0]) {
      try models.coding(first)
    }
    guard model.profile.holdsSets else {
      let inputs = paths.map { path in
        Measurer.Input(path: path) {
          try PictureSource.pictures(path, limits: limits)
        }
      }
      return (model, inputs, paths.count)
    }
    let sets = try paths.enumerated().map { place, path in
      let pictures =
        place == 0
        ? first : try PictureSource.pictures(path, limits: limits)
      return try naming(path) { try model.codec.admit(pictures).asSet }
    }
    let whole = try PictureSet(joining: sets)
    let name = inputs.joined(separator: ", ")
    return (
      model, [Measurer.Input(path: name) { whole }], whole.count
    )
  }

  /// Those that were asked for; else the model's own, of which a curve has all.
  private func rates(_ model: Model) -> [Rate] {
    let asked = rate.rates
    guard asked.isEmpty else { return asked }
    let own = model.profile.settings.map(\.rate)
    return report.chosen == .compressai && !own.isEmpty
      ? own : [model.profile.standard]
  }

  private func chosenHeads(_ model: Model) throws -> [Head] {
    let known = model.heads
    guard heads != "all" else {
      return report.chosen == .compressai ? Array(known.prefix(1)) : known
    }
    return try heads.split(separator: ",").map { name in
      let head = Head(rawValue: String(name))
      guard known.contains(head) else {
        throw RDCError.missingHead(head, model: model.name, known: known)
      }
      return head
    }
  }

  /// Labels that match pictures and classes, checked before any work is done.
  private func read(
    _ path: String, count: Int?, classes: Int
  ) throws -> [UInt8] {
    let bytes = try InputBytes.read(path)
    return try naming(path) {
      let labels = try IDXLabels.parse(bytes).labels
      if let count, labels.count != count {
        throw FileFailure(
          path: path, reason: "\(labels.count) labels for \(count) pictures")
      }
      if classes > 0, let index = labels.firstIndex(where: { $0 >= classes }) {
        throw MetricError.labelOutOfRange(
          index: index, label: Int(labels[index]), classes: classes)
      }
      return labels
    }
  }
}
