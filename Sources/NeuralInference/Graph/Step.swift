/// What is computed at a time: a layer, and the element-wise layers that follow
/// it, each done on the part of the result that has just been written and is
/// still in a cache. The bits are those of one layer after the other.
struct Step {
  /// Index of the layer.
  let layer: Int
  /// Layers that change the result in place, in this order.
  var followers: [Follower] = []
  /// The slot of the result.
  var output: Int

  /// An element-wise layer; one of its inputs is the result so far.
  struct Follower {
    let layer: Int
    /// The slot of its other input.
    let operand: Int?
  }

  /// The slots that the step reads, in the order of their use.
  func inputs(of graph: Graph) -> [Int] {
    graph.layers[layer].inputs + followers.compactMap(\.operand)
  }

  /// The index of the last layer: all that the step reads is there before it.
  private var end: Int { followers.last?.layer ?? layer }

  /// Steps for the needed layers, in an order in which they can be computed.
  ///
  static func cover(
    _ graph: Graph, _ demand: Demand, shapes: [[Int]]
  ) -> [Step] {
    var steps: [Step] = []
    // Steps that may go on, by the slot of their result.
    var open: [Int: Int] = [:]
    for (index, layer) in graph.layers.enumerated() where demand.needed[index] {
      let position = layer.followed(
        shapes: shapes, by: { open[$0] != nil && demand.readers[$0] == 1 })
      if let position,
        let step = open.removeValue(forKey: layer.inputs[position])
      {
        let operand = layer.inputs.count == 2 ? layer.inputs[1 - position] : nil
        steps[step].followers.append(Follower(layer: index, operand: operand))
        steps[step].output = layer.output
        open[layer.output] = step
        continue
      }
      if layer.operation.canBeFollowed { open[layer.output] = steps.count }
      steps.append(Step(layer: index, output: layer.output))
    }
    return steps.sorted { $0.end < $1.end }
  }
}

extension Graph.Layer {
  /// Which input an element-wise layer can change in place, if one of them is
  /// `open` to it: the later one of two that are alike, else the first.
  fileprivate func followed(
    shapes: [[Int]], by open: (Int) -> Bool
  ) -> Int? {
    guard operation.isElementwise else { return nil }
    if inputs.count == 2, open(inputs[1]), inputs[0] != inputs[1],
      shapes[inputs[1]] == shapes[output]
    {
      return 1
    }
    return open(inputs[0]) ? 0 : nil
  }
}

extension PreparedOperation {
  /// Whether each value of the result follows from that of the first input at
  /// its place (and from other inputs).
  var isElementwise: Bool {
    switch self {
    case .scale, .activation, .add, .multiply: true
    default: false
    }
  }

  /// Whether its result comes in parts that element-wise layers can change.
  var canBeFollowed: Bool {
    switch self {
    case .linear, .convolution, .affine: true
    default: isElementwise
    }
  }
}
