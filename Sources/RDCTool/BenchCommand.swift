import ArgumentParser
import ImageIO
import NeuralInference
import RDC

/// `rdc bench`: pictures a second on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time encoding and every head on this machine.",
    discussion: """
      The pictures are drawn, so no data is needed. Each figure is the best \
      of several runs over all pictures, model loading included.
      """)

  @Option(help: "How many pictures to run.")
  var count = 2000

  @Option(help: "Runs of each; the best counts.")
  var runs = 3

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
    let model = try Model.embedded(named: model)
    let most = try common.execution()
    let images = DigitPainter.set(count: count, seed: 1).images
    var rows: [Row] = []
    for threads in Set([1, most.threads]).sorted() {
      let execution = Execution(
        instructionSet: most.instructionSet, threads: threads)
      rows += try rung(model, images, execution)
    }
    if json {
      common.console.result(try JSONText.encode(rows))
    } else {
      common.console.result(
        "rung  work                    threads  ISA       pictures/s")
      for row in rows { common.console.result(row.line) }
    }
  }

  /// Encode at each effort, then every head, for every rung.
  private func rung(
    _ model: Model, _ images: IDXImages, _ execution: Execution
  ) throws -> [Row] {
    var rows: [Row] = []
    for (number, rung) in model.pack.description.rungs.enumerated() {
      func row(_ work: String, _ body: () throws -> Void) rethrows {
        rows.append(
          Row(
            bits: rung.bits, work: work, threads: execution.threads,
            isa: execution.instructionSet.rawValue,
            picturesPerSecond: Double(count) / (try best(body))))
      }
      func encoder(_ effort: Int) -> Encoder {
        Encoder(
          model: model,
          options: EncoderOptions(rate: .rung(number), effort: effort),
          execution: execution)
      }
      try row("encode -e 0") { _ = try encoder(0).encode(images) }
      try row("encode -e 5") { _ = try encoder(5).encode(images) }
      let decoder = try Decoder(
        encoder(0).encode(images).bytes, models: [model])
      for head in Head.allCases {
        try row("decode \(head.rawValue)") {
          _ = try decoder.pictures(head: head, execution: execution)
        }
      }
      try row("classify") { _ = try decoder.labels(execution: execution) }
    }
    return rows
  }

  private func best(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<runs {
      let duration = try clock.measure(body)
      best = min(best, duration / .seconds(1))
    }
    return best
  }

  /// One line of the table.
  private struct Row: Encodable {
    var bits: Double
    var work: String
    var threads: Int
    var isa: String
    var picturesPerSecond: Double

    var line: String {
      let name = work.padding(toLength: 22)
      return "\(bits.text(2))  \(name)  \(threads)        "
        + "\(isa.padding(toLength: 8))  \(picturesPerSecond.text(0))"
    }
  }
}

extension String {
  /// Filled up with spaces on the right.
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
