import ArgumentParser
import RDC
import Samples

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
      'encode -e 5' does.
      """)

  @Option(help: "How many pictures to run.")
  var count = 2000

  @Option(help: "Runs of each; the best counts.")
  var runs = 3

  @Option(help: "Time this rung alone, as 'rdc models' numbers them.")
  var rung: Int?

  @Option(help: "The model to use; see 'rdc models'.")
  var model: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...1_000_000).contains(count), (1...100).contains(runs) else {
      throw ValidationError("'--count' and '--runs' take positive numbers.")
    }
  }

  func run() throws {
    let model = try common.model(named: model)
    let most = try common.execution()
    let rungs = try model.latentVector().rungs
    if let rung, !rungs.indices.contains(rung) {
      throw RDCError.unknownRung(found: rung, count: rungs.count)
    }
    let images = DigitPainter.set(count: count, seed: 1).images
    var rows: [BenchRow] = []
    for threads in Set([1, most.threads]).sorted() {
      let execution = Execution(
        instructionSet: most.instructionSet, threads: threads)
      for number in rung.map({ $0...$0 }) ?? 0...rungs.count - 1 {
        var bench = Bench(
          bits: rungs[number].bits, execution: execution, count: count,
          runs: runs)
        try time(rungs[number], number, model, images, &bench)
        rows += bench.rows
      }
    }
    if json {
      common.console.result(try JSONText.encode(rows))
    } else {
      common.console.result(BenchRow.head)
      for row in rows { common.console.result(row.line) }
    }
  }

  /// Every part of one rung's work.
  private func time(
    _ rung: RungDescription, _ number: Int, _ model: Model,
    _ images: IDXImages, _ bench: inout Bench
  ) throws {
    let execution = bench.execution
    var bytes: [UInt8] = []
    for effort in [0, 5] {
      let encoder = LatentVectorEncoder(
        model: model,
        options: LatentVectorOptions(rate: .rung(number), effort: effort),
        execution: execution)
      let prepared = try bench.load("encode -e \(effort)") {
        try encoder.prepared(rung: number)
      }
      try bench.pictures("encode -e \(effort)") {
        bytes = try prepared.encode(images).bytes
      }
    }
    let cells = (0..<rung.latents).reduce(1) { cells, _ in
      cells * rung.levels
    }
    let heads = Head.allCases.compactMap { head in
      rung.heads[head.rawValue].map { (head, $0) }
    }
    for (head, name) in heads {
      let graph = try model.pack.graph(name)
      try bench.graph("graph \(head.rawValue)", graph, rows: 1)
      if head == .distortion {
        try bench.graph("graph candidates", graph, rows: cells)
      }
    }
    let decoder = try LatentVectorDecoder(bytes, models: [model])
    for (head, _) in heads {
      let prepared = try bench.load("decode \(head.rawValue)") {
        try decoder.prepared(head: head)
      }
      try bench.pictures("decode \(head.rawValue)") {
        _ = try prepared.pictures(execution: execution)
      }
    }
    try bench.pictures("classify") {
      _ = try decoder.labels(execution: execution)
    }
  }
}
