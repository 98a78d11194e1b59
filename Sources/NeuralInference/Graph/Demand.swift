/// Which layers have a part in the wanted outputs of a run.
struct Demand {
  /// Slots that the caller wants.
  private(set) var wanted: Set<Int> = []
  /// How often each slot is read; a wanted one counts once more.
  private(set) var readers: [Int]
  /// Whether a layer is computed.
  private(set) var needed: [Bool]

  init(_ graph: Graph, outputs: [String]) throws(InferenceError) {
    readers = Array(
      repeating: 0, count: graph.description.inputs.count + graph.layers.count)
    needed = Array(repeating: false, count: graph.layers.count)
    for name in outputs {
      guard let slot = graph.slots[name] else {
        throw .unknownTensor(name, usedBy: "output")
      }
      wanted.insert(slot)
      readers[slot] += 1
    }
    for (index, layer) in graph.layers.enumerated().reversed()
    where readers[layer.output] > 0 {
      needed[index] = true
      for slot in layer.inputs { readers[slot] += 1 }
    }
  }
}
