/// What one run does: concrete shapes and the last use of every tensor.
struct Plan {
  /// The shape of every slot that is computed.
  var shapes: [[Int]]
  /// Whether a layer has a part in the wanted outputs.
  var needed: [Bool]
  /// Index of the last layer that reads a slot; `Int.max` for wanted outputs.
  var lastUse: [Int]
  /// Multiply-accumulates of convolutions, linear and affine layers.
  var multiplyAccumulates = 0
  /// The most values that are alive at a time.
  var peakElements = 0

  /// Plans the computation of `outputs` from inputs of the given shapes.
  init(
    _ graph: Graph, inputs: [String: [Int]], outputs: [String]
  ) throws(InferenceError) {
    let slotCount = graph.description.inputs.count + graph.layers.count
    shapes = Array(repeating: [], count: slotCount)
    needed = Array(repeating: false, count: graph.layers.count)
    lastUse = Array(repeating: -1, count: slotCount)

    for name in outputs {
      guard let slot = graph.slots[name] else {
        throw .unknownTensor(name, usedBy: "output")
      }
      lastUse[slot] = Int.max
    }
    for (index, layer) in graph.layers.enumerated().reversed()
    where lastUse[layer.output] >= 0 {
      needed[index] = true
      for slot in layer.inputs { lastUse[slot] = max(lastUse[slot], index) }
    }
    try setInputs(graph, inputs)
    try walk(graph)
  }

  private mutating func setInputs(
    _ graph: Graph, _ inputs: [String: [Int]]
  ) throws(InferenceError) {
    let declared = graph.description.inputs
    for name in inputs.keys.sorted()
    where !declared.contains(where: { $0.name == name }) {
      throw .unexpectedInput(name)
    }
    for (slot, input) in declared.enumerated() {
      guard let shape = inputs[input.name] else {
        // One that no wanted output needs may be left out.
        if lastUse[slot] < 0 { continue }
        throw .missingInput(input.name)
      }
      guard Shape.agree(input.shape, shape) else {
        throw .inputShape(input.name, expected: input.shape, found: shape)
      }
      shapes[slot] = shape
    }
  }

  private mutating func walk(_ graph: Graph) throws(InferenceError) {
    var live = 0
    for (slot, input) in graph.description.inputs.enumerated()
    where !shapes[slot].isEmpty {
      live = try Shape.add(
        live, try Shape.count(shapes[slot], of: input.name), of: input.name)
    }
    peakElements = live
    for (index, layer) in graph.layers.enumerated() where needed[index] {
      let known = try layer.operation.outputShape(
        layer.inputs.map { shapes[$0] }, layer: layer.name)
      let shape = known.compactMap { $0 }
      shapes[layer.output] = shape
      live = try Shape.add(
        live, try Shape.count(shape, of: layer.name), of: layer.name)
      peakElements = max(peakElements, live)
      try countWork(layer, shape: shape)
      for slot in Set(layer.inputs) where lastUse[slot] == index {
        live -= shapes[slot].reduce(1, *)
      }
    }
  }

  private mutating func countWork(
    _ layer: Graph.Layer, shape: [Int]
  ) throws(InferenceError) {
    switch layer.operation {
    case .linear(let plan), .convolution(let plan), .affine(let plan):
      let rows = shape.dropLast().reduce(1, *)
      multiplyAccumulates = try Shape.add(
        multiplyAccumulates,
        try Shape.multiply(
          rows, plan.multiplyAccumulatesPerRow, of: layer.name),
        of: layer.name)
    default: break
    }
  }
}
