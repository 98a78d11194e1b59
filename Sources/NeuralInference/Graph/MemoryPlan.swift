/// Where the tensors of a run lie in one piece of memory. Tensors that are not
/// alive at the same time share it.
struct MemoryPlan {
  /// The place of every slot that is there, in values; −1 for others.
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

  /// What the plan knows of the tensors.
  struct Tensors {
    let shapes: [[Int]]
    /// The lines of each slot that are ever needed.
    let needed: [Range<Int>]
    /// How many of them are there at a time.
    let lines: [Int]
    /// The last step that reads each slot, by its index; of the wanted ones
    /// the number of steps.
    let lastUse: [Int]
  }

  /// Places the results of `steps`, and before all others those of the slots
  /// that last from one round of all steps to the next. If the wanted ones are
  /// `apart`, they have memory of their own.
  init(
    _ graph: Graph, steps: [Step], _ tensors: Tensors, lasting: [Int] = [],
    apart: Bool = false
  ) throws(InferenceError) {
    offsets = Array(repeating: -1, count: tensors.shapes.count)
    // By offset.
    var alive: [Block] = []
    for slot in lasting { try place(slot, tensors, among: &alive) }
    for (index, step) in steps.enumerated() {
      // A few, so that a search is faster than a set.
      let ending = step.inputs(of: graph).filter {
        tensors.lastUse[$0] == index && !lasting.contains($0)
      }
      let isApart = apart && tensors.lastUse[step.output] == steps.count
      if offsets[step.output] >= 0 || isApart {
        // It has its place.
      } else if let heir = step.heir(of: graph, ending: ending, tensors),
        let place = alive.firstIndex(where: { $0.slot == heir })
      {
        offsets[step.output] = offsets[heir]
        alive[place] = Block(range: alive[place].range, slot: step.output)
      } else {
        try place(step.output, tensors, among: &alive)
      }
      alive.removeAll { ending.contains($0.slot) }
    }
  }

  /// Takes the first gap that is large enough.
  private mutating func place(
    _ slot: Int, _ tensors: Tensors, among alive: inout [Block]
  ) throws(InferenceError) {
    let name = "memory of a run"
    let values = try Shape.multiply(
      tensors.lines[slot], tensors.shapes[slot].lineCount, of: name)
    let size =
      try Shape.add(values, Self.unit - 1, of: name) / Self.unit * Self.unit
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
    of graph: Graph, ending: [Int], _ tensors: MemoryPlan.Tensors
  ) -> Int? {
    let operation = graph.layers[layer].operation
    let inputs = inputs(of: graph)
    guard let first = inputs.first, ending.contains(first) else { return nil }
    switch operation {
    case .flatten, .reshape: return first
    default:
      let isAlone = !inputs.dropFirst().contains(first)
      let isAlike = tensors.needed[first] == tensors.needed[output]
      return operation.isElementwise && isAlone && isAlike ? first : nil
    }
  }
}
