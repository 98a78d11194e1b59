/// A tensor in the memory of a run. What is read and what is written are kept
/// apart by the plan.
struct View {
  let shape: [Int]
  let values: UnsafeMutablePointer<Float>

  var count: Int { shape.reduce(1, *) }
  /// Values of the last dimension, which lie side by side.
  var channels: Int { shape[shape.count - 1] }
  /// Runs of `channels` values.
  var rows: Int { shape.dropLast().reduce(1, *) }
}

extension Plan {
  /// Where the tensor of each slot is: among the inputs, which no step writes
  /// to, or in the memory of the run.
  func views(
    inputs: [UnsafePointer<Float>?], arena: Arena
  ) -> [View?] {
    shapes.indices.map { slot in
      let offset = memory.offsets[slot]
      if offset >= 0 { return View(shape: shapes[slot], values: arena[offset]) }
      guard slot < inputs.count, let input = inputs[slot] else { return nil }
      return View(
        shape: shapes[slot], values: UnsafeMutablePointer(mutating: input))
    }
  }
}
