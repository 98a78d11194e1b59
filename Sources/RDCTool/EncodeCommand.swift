import ArgumentParser
import RDC

/// `rdc encode`: pictures to `.rdc` files.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Encode pictures into .rdc files.",
    discussion: """
      INPUT is a PNG, a folder of PNGs, or an IDX file (also .gz); '-' is \
      standard input. Gray pictures of 28×28 are taken as digits, any other \
      PNG as a photo, unless --model says otherwise. Each input gets a file beside it, 'digit.png' becomes \
      'digit.rdc'; with -o several digits go into one archive.
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

  @Option(help: "The rung to take, as 'rdc models' numbers them.")
  var rung: Int?

  @Option(help: "The seed of the shared dither.")
  var seed: UInt64 = 0

  @OptionGroup var photo: PhotoRateOptions

  @Option(
    name: .shortAndLong,
    help: "0 is a single pass; from 1 on the encoder searches.")
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
    guard bits == nil || rung == nil else {
      throw ValidationError("'--bits' and '--rung' exclude each other.")
    }
    guard (0...9).contains(effort) else {
      throw ValidationError("'--effort' takes a number from 0 to 9.")
    }
  }

  func run() throws {
    let models = try common.models()
    let named = try model.map { try common.model(named: $0) }
    let sources = try inputs.map {
      try EncodeInput(
        $0, named: named, models: models, limits: photo.imageLimits)
    }
    let digits = sources.compactMap(\.digits)
    if let output, sources.count > 1 {
      guard digits.count == sources.count, let first = digits.first else {
        throw ValidationError(
          "'--output' takes several digits, but one photo.")
      }
      let joined = PictureInput(joining: digits.map(\.input))
      return try write(joined, with: first.model, to: output)
    }
    for source in sources {
      let path = output ?? OutputName.encoded(source.path)
      switch source.content {
      case .digits(let input, let model):
        try write(input, with: model, to: path)
      case .photo(let picture, let model):
        try write(picture, named: source.path, with: model, to: path)
      }
    }
  }

  /// Digits to a file.
  private func write(
    _ source: PictureInput, with model: Model, to path: String
  ) throws {
    guard photo.isDefault else {
      throw ValidationError(
        "'--quality', '--bpp' and '--size' are for photos; digits have "
          + "'--bits' and '--rung'.")
    }
    // Asked before the work, so that nothing is computed in vain.
    try OutputFile.checkWritable(path, force: force)
    let encoder = LatentVectorEncoder(
      model: model,
      options: LatentVectorOptions(
        rate: .wished(bits: bits, rung: rung), seed: seed, effort: effort),
      execution: try common.execution())
    let count = source.images.count
    let meter = common.console.progress("LatentVectorEncoding", total: count)
    let encoding = try naming(source.path) {
      defer { meter?.finish() }
      return try encoder.encode(
        source.images, compact: source.isSingle, progress: { meter?.show($0) })
    }
    try OutputFile.write(encoding.bytes, to: path, force: force)
    let report = EncodingReport(path: path, encoding: encoding)
    try tell(report, report.line)
  }

  /// A photo to a file.
  private func write(
    _ picture: Picture, named name: String, with model: Model, to path: String
  ) throws {
    guard bits == nil, rung == nil else {
      throw ValidationError(
        "'--bits' and '--rung' are for digits; photos have '--quality', "
          + "'--bpp' and '--size'.")
    }
    try OutputFile.checkWritable(path, force: force)
    if picture.sourceBitDepth > 8 {
      common.console.status(
        "\(name): \(picture.sourceBitDepth) bits a sample, coded at 8")
    }
    let execution = try common.execution()
    let meter =
      photo.searches
      ? common.console.progress("Trying", total: 12) : nil
    let encoding = try naming(name) {
      defer { meter?.finish() }
      return try LatentFieldEncoder(
        model: model, options: photo.options(seed: seed, effort: effort),
        execution: execution
      ).encode(picture, progress: { meter?.show($0) })
    }
    try OutputFile.write(encoding.bytes, to: path, force: force)
    let report = PhotoReport(path: path, encoding: encoding)
    try tell(report, report.line)
    if let target = encoding.targetBytes, !encoding.isOnTarget {
      common.console.status(
        "\(name): no quality gives \(target) bytes; "
          + (encoding.quality == 100
            ? "the best one gives \(encoding.bytes.count)"
            : "the nearest one gives \(encoding.bytes.count)"))
    }
  }

  private func tell(_ report: some Encodable, _ line: String) throws {
    if json {
      common.console.result(try JSONText.encode(report))
    } else {
      common.console.status(line)
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

extension LatentVectorOptions.Rate {
  /// The rate that the options ask for; at most one of them is there.
  static func wished(bits: Double?, rung: Int?) -> Self {
    if let rung { return .rung(rung) }
    return bits.map { .atMost(bits: $0) } ?? .standard
  }
}
