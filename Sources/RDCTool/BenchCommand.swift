import ArgumentParser
import RDC
import Samples
import StrictJSON

/// `rdc bench`: pictures a second on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time encoding and every head on this machine.",
    discussion: """
      The pictures are drawn, so no data is needed. Each figure is the best \
      of several runs over all pictures. 'load' is the time to load what the \
      work needs, once for any number of pictures. 'graph' is a network by \
      itself; 'graph candidates' decodes all cells of each picture, as \
      'encode -e 5' does for digits.
      """)

  @Option(help: "How many pictures to run (default: 2000 digits, 1 photo).")
  var count: Int?

  @Option(help: "Runs of each; the best counts.")
  var runs = 3

  @OptionGroup var rate: RateListOptions

  @Option(help: "The model to use; see 'rdc models'.")
  var model: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard count.map((1...1_000_000).contains) != false,
      (1...100).contains(runs)
    else {
      throw ValidationError("'--count' and '--runs' take positive numbers.")
    }
  }

  func run() throws {
    let model = try common.model(named: model)
    let most = try common.execution()
    let files = BenchPictures.files(for: model.profile, count: count)
    let own = model.profile.settings.map(\.rate)
    let rates =
      !rate.rates.isEmpty
      ? rate.rates : own.isEmpty ? [model.profile.standard] : own
    var rows: [BenchRow] = []
    for threads in Set([1, most.threads]).sorted() {
      for rate in rates {
        var bench = Bench(
          rate: rate,
          execution: Execution(
            instructionSet: most.instructionSet, threads: threads),
          count: files.reduce(0) { $0 + $1.count }, runs: runs)
        try time(model, files, &bench)
        rows += bench.rows
      }
    }
    common.console.result(
      json
        ? [JSON.array(rows.map(\.json)).text]
        : TextTable.lines([BenchRow.head] + rows.map(\.cells), left: 4))
  }

  /// Every part of the work at one rate.
  private func time(
    _ model: Model, _ files: [PictureSet], _ bench: inout Bench
  ) throws {
    let (execution, rate) = (bench.execution, bench.rate)
    var encodings: [Encoding] = []
    for effort in [0, 5] {
      let encoder = try bench.load("encode -e \(effort)") {
        try Encoder(
          model: model,
          options: EncodingOptions(rate: rate, effort: effort),
          execution: execution)
      }
      try bench.pictures("encode -e \(effort)") {
        encodings = try files.map { try encoder.encode($0) }
      }
    }
    bench.nominalBits = encodings.first?.nominalBits
    for network in try model.codec.networks(at: rate) {
      try bench.network(network)
    }
    let decoders = try bench.load("open") {
      try encodings.map {
        try Decoder($0.bytes, models: [model], execution: execution)
      }
    }
    for head in model.heads {
      let readers = try bench.load("decode \(head)") {
        try decoders.map { try $0.reader(of: head) }
      }
      try bench.pictures("decode \(head)") {
        for reader in readers { _ = try reader.pictures(pick: nil, execution) }
      }
    }
    if try model.codec.classifier(.guide) != nil {
      try bench.pictures("classify") {
        for decoder in decoders {
          _ = try decoder.classify(execution: execution)
        }
      }
    }
  }
}
