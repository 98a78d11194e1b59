/// What one run does: concrete shapes, the steps, and where their results lie.
struct Plan {
  /// The shape of every slot that is computed.
  let shapes: [[Int]]
  /// What is computed, in this order.
  let steps: [Step]
  /// Which lines of it.
  let schedule: LineSchedule
  /// Where it lies.
  let memory: MemoryPlan
  /// The computed slots that the caller wants: they do not lie there, but each
  /// in an array of its own.
  let results: [Int]
  /// Multiply-accumulates of convolutions, linear and affine layers.
  private(set) var multiplyAccumulates = 0
  /// Values that pooling layers read, each as often as it is read.
  private(set) var pooledValues = 0
  /// The most values that are there at a time, the inputs among them.
  private(set) var peakElements = 0

  /// Plans the computation of all of `outputs` at once from inputs of the
  /// given shapes.
  init(
    _ graph: Graph, inputs: [String: [Int]], outputs: [String]
  ) throws(InferenceError) {
    let demand = try Demand(graph, outputs: outputs)
    shapes = try Self.shapes(graph, inputs, demand)
    steps = Step.cover(graph, demand, shapes: shapes)
    var wanted: [Int: Range<Int>] = [:]
    for slot in demand.wanted { wanted[slot] = 0..<shapes[slot].lines }
    schedule = LineSchedule(
      graph, steps: steps, shapes: shapes, wanted: wanted)
    let lastUse = Self.lastUse(steps, graph, demand, slots: shapes.count)
    memory = try MemoryPlan(
      graph, steps: steps,
      MemoryPlan.Tensors(
        shapes: shapes, needed: schedule.needed,
        lines: schedule.needed.map(\.count), lastUse: lastUse), apart: true)
    var results: [Int] = []
    for step in steps where lastUse[step.output] == steps.count {
      results.append(step.output)
    }
    self.results = results
    peakElements = memory.count
    for slot in results {
      peakElements = try Shape.add(
        peakElements, try Shape.count(shapes[slot], of: "output"),
        of: "memory of a run")
    }
    for (slot, input) in graph.description.inputs.enumerated()
    where !shapes[slot].isEmpty {
      peakElements = try Shape.add(
        peakElements, try Shape.count(shapes[slot], of: input.name),
        of: input.name)
    }
    try countWork(graph, demand)
  }

  /// Plans the computation of some lines of the output, `step` at a time;
  /// parts of the inputs lie in the same memory.
  init(
    _ graph: Graph, inputs: [String: [Int]], lines: Range<Int>, step: Int
  ) throws(InferenceError) {
    let demand = try Demand(graph, outputs: [graph.description.output])
    let shapes = try Self.shapes(graph, inputs, demand)
    self.shapes = shapes
    steps = Step.cover(graph, demand, shapes: shapes)
    guard let output = demand.wanted.first, shapes[output].isSinglePicture,
      lines.lowerBound >= 0, lines.upperBound <= shapes[output].lines,
      !lines.isEmpty, step > 0
    else {
      throw .shapeMismatch(
        layer: graph.description.output, expected: [1, lines.count, nil, nil],
        found: demand.wanted.first.map { shapes[$0] } ?? [])
    }
    let schedule = LineSchedule(
      graph, steps: steps, shapes: shapes, wanted: [output: lines])
    self.schedule = schedule
    let rooms = Rooms(schedule, output: output, lines: lines, step: step)
    let isRead = graph.description.inputs.indices.filter {
      !schedule.needed[$0].isEmpty
    }
    memory = try MemoryPlan(
      graph, steps: steps,
      MemoryPlan.Tensors(
        shapes: shapes, needed: schedule.needed, lines: rooms.lines,
        lastUse: Self.lastUse(steps, graph, demand, slots: shapes.count)),
      lasting: Set(isRead).union(rooms.lasting).sorted())
    results = []
    peakElements = memory.count
    try countWork(graph, demand)
  }

  /// The last step that reads each slot; none for those that are results.
  private static func lastUse(
    _ steps: [Step], _ graph: Graph, _ demand: Demand, slots: Int
  ) -> [Int] {
    var lastUse = Array(repeating: -1, count: slots)
    for (index, step) in steps.enumerated() {
      for slot in step.inputs(of: graph) { lastUse[slot] = index }
    }
    for slot in demand.wanted { lastUse[slot] = steps.count }
    return lastUse
  }

  /// The shapes of the inputs and of all that is computed from them.
  private static func shapes(
    _ graph: Graph, _ inputs: [String: [Int]], _ demand: Demand
  ) throws(InferenceError) -> [[Int]] {
    var shapes = Array(repeating: [Int](), count: demand.readers.count)
    try setInputs(graph, inputs, readers: demand.readers, to: &shapes)
    for (index, layer) in graph.layers.enumerated() where demand.needed[index] {
      var known: [[Int?]] = []
      for slot in layer.inputs { known.append(shapes[slot]) }
      let shape = try layer.operation.outputShape(known, layer: layer.name)
      shapes[layer.output] = shape.compactMap { $0 }
      _ = try Shape.count(shapes[layer.output], of: layer.name)
    }
    return shapes
  }

  private static func setInputs(
    _ graph: Graph, _ inputs: [String: [Int]], readers: [Int],
    to shapes: inout [[Int]]
  ) throws(InferenceError) {
    let declared = graph.description.inputs
    for name in inputs.keys.sorted()
    where !declared.contains(where: { $0.name == name }) {
      throw .unexpectedInput(name)
    }
    for (slot, input) in declared.enumerated() {
      guard let shape = inputs[input.name] else {
        // One that no wanted output needs may be left out.
        if readers[slot] == 0 { continue }
        throw .missingInput(input.name)
      }
      guard Shape.agree(input.shape, shape) else {
        throw .inputShape(input.name, expected: input.shape, found: shape)
      }
      shapes[slot] = shape
    }
  }

  private mutating func countWork(
    _ graph: Graph, _ demand: Demand
  ) throws(InferenceError) {
    for (index, layer) in graph.layers.enumerated() where demand.needed[index] {
      switch layer.operation {
      case .linear(let plan), .convolution(let plan), .affine(let plan):
        let rows = shapes[layer.output].dropLast().reduce(1, *)
        multiplyAccumulates = try Shape.add(
          multiplyAccumulates,
          try Shape.multiply(
            rows, plan.multiplyAccumulatesPerRow, of: layer.name),
          of: layer.name)
      case .pooling(let pooling):
        let area = try Shape.multiply(
          pooling.kernel, pooling.kernel, of: layer.name)
        pooledValues = try Shape.add(
          pooledValues,
          try Shape.multiply(
            shapes[layer.output].reduce(1, *), area, of: layer.name),
          of: layer.name)
      default: break
      }
    }
  }
}

/// How many lines of each slot are there at a time when the output is computed
/// some lines at a time.
private struct Rooms {
  private(set) var lines: [Int]
  /// Slots that are read again, after more lines of the output.
  private(set) var lasting: Set<Int>

  init(
    _ schedule: LineSchedule, output: Int, lines wanted: Range<Int>, step: Int
  ) {
    var starts = schedule.needed.map(\.lowerBound)
    lines = Array(repeating: 0, count: starts.count)
    lasting = [output]
    for line in stride(
      from: wanted.lowerBound + step, to: wanted.upperBound + step, by: step)
    {
      let line = min(line, wanted.upperBound)
      let ends = schedule.ends(of: output, for: line)
      for slot in lines.indices {
        lines[slot] = max(lines[slot], ends[slot] - starts[slot])
      }
      starts = schedule.starts(after: ends, of: output, line: line)
      for slot in lines.indices where starts[slot] < ends[slot] {
        lasting.insert(slot)
      }
    }
  }
}
