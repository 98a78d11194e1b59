/// What one run does: concrete shapes, the steps, and where their results lie.
struct Plan {
  /// The shape of every slot that is computed.
  let shapes: [[Int]]
  /// What is computed, in this order.
  let steps: [Step]
  /// Where it lies.
  let memory: MemoryPlan
  /// Multiply-accumulates of convolutions, linear and affine layers.
  private(set) var multiplyAccumulates = 0
  /// The most values that are there at a time, the inputs among them.
  private(set) var peakElements = 0

  /// Plans the computation of `outputs` from inputs of the given shapes.
  init(
    _ graph: Graph, inputs: [String: [Int]], outputs: [String]
  ) throws(InferenceError) {
    let demand = try Demand(graph, outputs: outputs)
    shapes = try Self.shapes(graph, inputs, demand)
    steps = Step.cover(graph, demand, shapes: shapes)
    var lastUse = Array(repeating: -1, count: shapes.count)
    for (index, step) in steps.enumerated() {
      for slot in step.inputs(of: graph) { lastUse[slot] = index }
    }
    for slot in demand.wanted { lastUse[slot] = steps.count }
    memory = try MemoryPlan(
      graph, steps: steps, shapes: shapes, lastUse: lastUse)
    peakElements = memory.count
    for (slot, input) in graph.description.inputs.enumerated()
    where !shapes[slot].isEmpty {
      peakElements = try Shape.add(
        peakElements, try Shape.count(shapes[slot], of: input.name),
        of: input.name)
    }
    for (index, layer) in graph.layers.enumerated() where demand.needed[index] {
      try countWork(layer)
    }
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
    _ layer: Graph.Layer
  ) throws(InferenceError) {
    switch layer.operation {
    case .linear(let plan), .convolution(let plan), .affine(let plan):
      let rows = shapes[layer.output].dropLast().reduce(1, *)
      multiplyAccumulates = try Shape.add(
        multiplyAccumulates,
        try Shape.multiply(
          rows, plan.multiplyAccumulatesPerRow, of: layer.name),
        of: layer.name)
    default: break
    }
  }
}
