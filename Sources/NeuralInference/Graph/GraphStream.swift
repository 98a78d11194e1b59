/// A graph's output, a picture, from top to bottom: some lines at a time, each
/// layer only as far as they need it. No line of any layer is computed twice,
/// and only those are kept that later lines read, so that a large picture
/// takes the memory of a few of its lines, and that stays in the caches.
///
/// The bits are those of ``Graph/run(_:context:)``. For one thread's use.
public final class GraphStream {
  /// Lines of one input, which the caller computes.
  public struct Request {
    /// The input's name.
    public let input: String
    /// Its lines, counted from the top of the picture.
    public let lines: Range<Int>
    /// Where the values of these lines go, all of which are to be written.
    public let values: UnsafeMutableBufferPointer<Float>
  }

  /// The shape of the output, all lines of it.
  public let shape: [Int]
  private let graph: Graph
  private let plan: Plan
  private let arena: Arena
  private let executor: Executor
  private let output: Int
  private let step: Int
  /// The end of the wanted lines; a layer that is whole or nothing computes more.
  private let last: Int
  /// Up to which line the output was read.
  private var line: Int
  /// The lines of each slot that are there.
  private var starts: [Int]
  private var ends: [Int]

  /// Plans the run for inputs whose whole shapes are told, and takes its
  /// memory; the wanted lines of the output come at most `step` at a time.
  ///
  /// - Throws: `InferenceError` if the graph cannot be run with them, if its
  ///   output is no single picture of so many lines, or if the run would
  ///   exceed a limit of the context.
  public init(
    _ graph: Graph, inputs: [String: [Int]], lines: Range<Int>, step: Int,
    context: ExecutionContext
  ) throws(InferenceError) {
    plan = try Plan(graph, inputs: inputs, lines: lines, step: step)
    try context.check(plan)
    guard let output = graph.slots[graph.description.output] else {
      throw .unknownTensor(graph.description.output, usedBy: "output")
    }
    self.graph = graph
    self.output = output
    self.step = step
    shape = plan.shapes[output]
    arena = try Arena(count: plan.memory.count)
    executor = Executor(context: context)
    line = lines.lowerBound
    last = lines.upperBound
    starts = plan.schedule.needed.map(\.lowerBound)
    ends = starts
  }

  /// The bytes that such a stream takes, from above: its memory, which may end
  /// on a page of the largest kind.
  ///
  /// - Throws: ``InferenceError`` if the graph cannot be run with the inputs.
  public static func byteCount(
    _ graph: Graph, inputs: [String: [Int]], lines: Range<Int>, step: Int
  ) throws(InferenceError) -> Int {
    let plan = try Plan(graph, inputs: inputs, lines: lines, step: step)
    return try Graph.bytes(of: plan.memory.count) + 2 << 20
  }

  /// Computes the next lines of the output.
  ///
  /// - Parameters:
  ///   - fill: gives lines of an input; called for each input, in the order of
  ///     its lines and at most once for each.
  ///   - read: takes the lines of the output, [lines, width, channels].
  /// - Returns: whether there are more.
  /// - Throws: what `fill` throws.
  public func next<Failure: Error>(
    fill: (Request) throws(Failure) -> Void,
    read: (Range<Int>, UnsafeBufferPointer<Float>) -> Void
  ) throws(Failure) -> Bool {
    let end = min(line + step, last)
    guard end > line else { return false }
    let known = ends
    ends = plan.schedule.ends(of: output, for: end)
    let views = plan.views(arena: arena, starts: starts)
    for (slot, input) in graph.description.inputs.enumerated()
    where known[slot] < ends[slot] {
      try fill(
        Request(
          input: input.name, lines: known[slot]..<ends[slot],
          values: values(of: slot, known[slot]..<ends[slot], views)))
    }
    for step in plan.steps {
      executor.run(
        step, of: graph, on: views,
        lines: known[step.output]..<ends[step.output])
    }
    read(line..<end, UnsafeBufferPointer(values(of: output, line..<end, views)))
    line = end
    keep()
    return line < last
  }

  private func values(
    of slot: Int, _ lines: Range<Int>, _ views: [View?]
  ) -> UnsafeMutableBufferPointer<Float> {
    let count = plan.shapes[slot].lineCount
    return UnsafeMutableBufferPointer(
      start: views[slot].map { $0.values + lines.lowerBound * count },
      count: lines.count * count)
  }

  /// Moves what later lines read to the beginning of each tensor's memory.
  private func keep() {
    let next = plan.schedule.starts(after: ends, of: output, line: line)
    for slot in next.indices
    where starts[slot] < next[slot] && next[slot] < ends[slot] {
      let count = plan.shapes[slot].lineCount
      let base = arena[plan.memory.offsets[slot]]
      base.update(
        from: base + (next[slot] - starts[slot]) * count,
        count: (ends[slot] - next[slot]) * count)
    }
    starts = next
  }
}
