import RDC
import Support

/// Times work at one rate with one number of threads.
struct Bench {
  let rate: Rate
  let execution: Execution
  let count: Int
  let runs: Int
  var nominalBits: Double?
  private(set) var rows: [BenchRow] = []

  init(rate: Rate, execution: Execution, count: Int, runs: Int) {
    self.rate = rate
    self.execution = execution
    self.count = count
    self.runs = runs
  }

  /// Times work on all pictures.
  mutating func pictures(_ work: String, _ body: () throws -> Void) rethrows {
    let seconds = try best(body)
    rows.append(row(work, picturesPerSecond: Double(count) / seconds))
  }

  /// Times what is loaded once, and returns it.
  mutating func load<Output>(
    _ work: String, _ body: () throws -> Output
  ) rethrows -> Output {
    var output = try body()
    let seconds = try best { output = try body() }
    rows.append(row("load \(work)", milliseconds: seconds * 1000))
    return output
  }

  /// Times a graph by itself, `rows` rows for each picture, split among the
  /// threads in parts of its batch size.
  mutating func network(_ network: TimedNetwork) throws {
    let (graph, rows) = (network.graph, network.rows)
    let widths = graph.description.inputs.map { input in
      (input.name, input.shape.dropFirst().reduce(1) { $0 * ($1 ?? 1) })
    }
    let batch = try graph.batchSize(
      Dictionary(uniqueKeysWithValues: widths.map { ($0, [1, $1]) }))
    let context = try ExecutionContext(
      isa: execution.instructionSet, threads: 1)
    // What the values are makes no difference to the time.
    var inputs: [String: Tensor] = [:]
    for (name, width) in widths {
      guard width <= context.maximumLiveElements / batch else {
        throw InferenceError.limitExceeded(
          what: "values of a row of “\(name)”", requested: width,
          limit: context.maximumLiveElements / batch)
      }
      inputs[name] = try Tensor(
        shape: [batch, width],
        values: (0..<batch * width).map { Float($0 % 17) / 16 - 0.5 })
    }
    let parts = (count * rows + batch - 1) / batch
    let threads = execution.threads
    let whole = inputs
    let seconds = try best {
      try Parallel.forEach(parts, batch: 1, threads: threads) {
        _ throws(InferenceError) in
        _ = try graph.run(whole, context: context)
      }
    }
    self.rows.append(
      row(
        network.name,
        picturesPerSecond: Double(parts * batch) / Double(rows) / seconds)
    )
  }

  private func row(
    _ work: String, picturesPerSecond: Double? = nil,
    milliseconds: Double? = nil
  ) -> BenchRow {
    BenchRow(
      rate: rate, nominalBits: nominalBits, work: work,
      threads: execution.threads,
      isa: execution.instructionSet.rawValue,
      picturesPerSecond: picturesPerSecond, milliseconds: milliseconds)
  }

  private func best(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<runs {
      best = min(best, try clock.measure(body) / .seconds(1))
    }
    return best
  }
}
