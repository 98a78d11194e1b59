/// Where the tensors of a run lie in one piece of memory. Tensors that are not
/// alive at the same time share it.
struct MemoryPlan {
  /// The place of every slot that a step computes, in values; −1 for others.
  private(set) var offsets: [Int]
  /// The values of the whole piece.
  private(set) var count = 0

  /// Tensors begin on cache lines.
  private static let unit = 16

  /// A tensor that is alive.
  private struct Block {
    let range: Range<Int>
    let slot: Int
  }

  /// Places the results of `steps`.
  init(
    _ graph: Graph, steps: [Step], shapes: [[Int]], lastUse: [Int]
  ) throws(InferenceError) {
    offsets = Array(repeating: -1, count: shapes.count)
    // By offset.
    var alive: [Block] = []
    for (index, step) in steps.enumerated() {
      let inputs = step.inputs(of: graph)
      let ending = Set(inputs.filter { lastUse[$0] == index })
      if let heir = step.heir(of: graph, ending: ending, shapes: shapes),
        let place = alive.firstIndex(where: { $0.slot == heir })
      {
        offsets[step.output] = offsets[heir]
        alive[place] = Block(range: alive[place].range, slot: step.output)
      } else {
        let name = graph.layers[step.layer].name
        let size = try Shape.add(
          try Shape.count(shapes[step.output], of: name), Self.unit - 1,
          of: name)
        try place(
          step.output, size: size / Self.unit * Self.unit, among: &alive,
          name: name)
      }
      alive.removeAll { ending.contains($0.slot) }
    }
  }

  /// Takes the first gap that is large enough.
  private mutating func place(
    _ slot: Int, size: Int, among alive: inout [Block], name: String
  ) throws(InferenceError) {
    var start = 0
    var position = 0
    while position < alive.count,
      alive[position].range.lowerBound - start < size
    {
      start = alive[position].range.upperBound
      position += 1
    }
    let end = try Shape.add(start, size, of: name)
    alive.insert(Block(range: start..<end, slot: slot), at: position)
    offsets[slot] = start
    count = max(count, end)
  }
}

extension Step {
  /// The input whose memory the result takes over: one that ends here, and
  /// whose values are read before those of the result take their place.
  fileprivate func heir(
    of graph: Graph, ending: Set<Int>, shapes: [[Int]]
  ) -> Int? {
    let operation = graph.layers[layer].operation
    let inputs = inputs(of: graph)
    guard let first = inputs.first, ending.contains(first) else { return nil }
    switch operation {
    case .flatten, .reshape: return first
    default:
      let isAlone = !inputs.dropFirst().contains(first)
      return operation.isElementwise && isAlone ? first : nil
    }
  }
}
