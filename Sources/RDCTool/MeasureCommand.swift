import ArgumentParser
import Metrics
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
      of them, the floor for any method. Photos are measured one by one, at \
      one rate or several: PSNR, MS-SSIM and the sliced Wasserstein distance \
      of their patches.
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

  @Option(help: "The rung to take, as 'rdc models' numbers them.")
  var rung: Int?

  @Option(help: "The seed of the shared dither.")
  var seed: UInt64 = 0

  @OptionGroup var photo: PhotoRateListOptions

  @Option(
    help: ArgumentHelp(
      "Photos: BD-rate against a codec's points in a JSON file.",
      valueName: "file"))
  var against: String?

  @Option(name: .shortAndLong, help: "As for 'rdc encode'.")
  var effort = 5

  @OptionGroup var report: MeasureReportOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !inputs.isEmpty else {
      throw ValidationError("Name at least one input.")
    }
    guard bits == nil || rung == nil else {
      throw ValidationError("'--bits' and '--rung' exclude each other.")
    }
    guard (0...9).contains(effort) else {
      throw ValidationError("'--effort' takes a number from 0 to 9.")
    }
    let heads = try chosenHeads()
    guard
      report.format != .compressai || self.heads == "all" || heads.count == 1
    else {
      throw ValidationError("CompressAI's schema holds one head; name one.")
    }
  }

  func run() throws {
    try report.check()
    if let photos = try photos() {
      return try measure(photos.paths, with: photos.model)
    }
    let model = try common.model(named: model)
    let images = IDXImages.joined(
      try inputs.map { try PictureInput($0, for: model).images })
    let names = try model.latentVector().labels
    let labels = try labels.map { path in
      let labels = try self.read(path, count: images.count)
      try naming(path) { try Self.check(labels, classes: names.count) }
      return labels
    }
    if report.chosen == .compressai {
      return try compare(images, with: model)
    }
    let (measurement, samples) = try measure(
      images, labels, model, rate: .wished(bits: bits, rung: rung),
      heads: try chosenHeads(), dial: report.dial)
    if let html = report.html {
      let page = try MeasurementPage(measurement, samples).html()
      try OutputFile.write(Array(page.utf8), to: html, force: report.force)
      common.console.status("\(html): \(page.utf8.count) bytes")
    }
    if report.chosen == .json {
      common.console.result(try JSONText.encode(measurement))
    } else {
      for line in MeasurementTable.lines(measurement) {
        common.console.result(line)
      }
    }
  }

  private func measure(
    _ images: IDXImages, _ labels: IDXLabels?, _ model: Model,
    rate: LatentVectorOptions.Rate, heads: [Head], dial: [Float] = []
  ) throws -> (measurement: Measurement, samples: SampleSheet) {
    let measurer = Measurer(
      model: model,
      options: LatentVectorOptions(rate: rate, seed: seed, effort: effort),
      heads: heads, dial: dial, execution: try common.execution())
    let meter = common.console.progress(
      "LatentVectorEncoding", total: images.count)
    return try measurer.measure(
      images, labels: labels,
      step: { step in if step != "encoding" { meter?.finish() } },
      progress: { meter?.show($0) })
  }

  /// One head for CompressAI's plots: every rung, or the one that was named.
  private func compare(_ images: IDXImages, with model: Model) throws {
    let head = heads == "all" ? .distortion : try chosenHeads()[0]
    let rungs =
      bits != nil || rung != nil
      ? [LatentVectorOptions.Rate.wished(bits: bits, rung: rung)]
      : try model.latentVector().rungs.indices.map { .rung($0) }
    let measurements = try rungs.map {
      try measure(images, nil, model, rate: $0, heads: [head]).measurement
    }
    let bytes = try CompressAIReport.digits(measurements, head: head.rawValue)
      .json()
    common.console.result(String(decoding: bytes, as: UTF8.self))
  }

  /// The paths of all inputs and the model, if the first of them is a photo.
  private func photos() throws -> (paths: [String], model: Model)? {
    let models = try common.models()
    let named = try model.map { try common.model(named: $0) }
    let paths = try inputs.flatMap {
      PictureInput.isFolder($0)
        ? try PictureInput.pictures(inFolder: $0) : [$0]
    }
    guard let path = paths.first,
      case .photo(_, let model) = try EncodeInput(
        path, named: named, models: models, limits: photo.limits.imageLimits
      ).content
    else {
      if against != nil {
        throw ValidationError("'--against' is for photos.")
      }
      return nil
    }
    return (paths, model)
  }

  private func measure(_ paths: [String], with model: Model) throws {
    guard report.html == nil else {
      throw ValidationError("'--html' is for digits.")
    }
    guard bits == nil, rung == nil else {
      throw ValidationError(
        "'--bits' and '--rung' are for digits; photos have '--quality', "
          + "'--bpp' and '--size'.")
    }
    var heads = try chosenHeads().filter {
      self.heads != "all" || model.heads.contains($0)
    }
    if report.chosen == .compressai { heads = Array(heads.prefix(1)) }
    let labels = try labels.map { path in
      let names = try model.latentField().labels ?? []
      let labels = try read(path, count: paths.count)
      if !names.isEmpty {
        try naming(path) { try Self.check(labels, classes: names.count) }
      }
      return labels
    }
    let other = try against.map { path in
      let bytes = try InputBytes.read(path)
      return try naming(path) { try CodecCurve(bytes) }
    }
    let meter = common.console.progress("Measuring", total: paths.count)
    let limits = photo.limits.imageLimits
    var measurement = try PhotoMeasurer(
      model: model,
      options: LatentFieldOptions(
        seed: seed, effort: effort, limits: photo.limits.limits),
      rates: photo.rates, heads: heads, execution: try common.execution()
    ).measure(
      paths, labels: labels,
      read: { try PNGReader.read(InputBytes.read($0), limits: limits) },
      progress: { meter?.show($0) })
    meter?.finish()
    if let other, let against {
      measurement.comparisons = try naming(against) {
        try CurveComparison.all(of: measurement.points, against: other)
      }
    }
    switch report.chosen {
    case .json:
      common.console.result(try JSONText.encode(measurement))
    case .compressai:
      let bytes = try CompressAIReport.photos(
        measurement, head: heads[0].rawValue
      ).json()
      common.console.result(String(decoding: bytes, as: UTF8.self))
    case .text:
      for line in PhotoMeasurementTable.lines(measurement) {
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

  /// Whether every label names a class, checked before any work is done.
  private static func check(
    _ labels: IDXLabels, classes: Int
  ) throws(MetricError) {
    if let index = labels.labels.firstIndex(where: { $0 >= classes }) {
      throw .labelOutOfRange(
        index: index, label: Int(labels.labels[index]), classes: classes)
    }
  }
}
