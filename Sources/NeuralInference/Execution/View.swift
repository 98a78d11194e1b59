/// A tensor in the memory of a run. What is read and what is written are kept
/// apart by the plan.
struct View {
  let shape: [Int]
  /// Where line 0 is, or would be: of some tensors only a few lines are there
  /// at a time.
  let values: UnsafeMutablePointer<Float>

  /// Values of the last dimension, which lie side by side.
  var channels: Int { shape[shape.count - 1] }
  /// Runs of `channels` values.
  var rows: Int { shape.dropLast().reduce(1, *) }

  /// The rows of some lines.
  func rows(of lines: Range<Int>) -> Range<Int> {
    let width = shape.count == 4 ? shape[2] : 1
    return lines.lowerBound * width..<lines.upperBound * width
  }
}

extension Plan {
  /// Where the tensor of each slot is: among the inputs, which no step writes
  /// to, in the array of its result, or in the memory of the run.
  func views(
    inputs: [UnsafePointer<Float>?], results: [UnsafeMutablePointer<Float>],
    arena: Arena
  ) -> [View?] {
    var views = views(arena: arena, starts: schedule.needed.map(\.lowerBound))
    for (slot, input) in inputs.enumerated() {
      guard let input else { continue }
      views[slot] = View(
        shape: shapes[slot], values: UnsafeMutablePointer(mutating: input))
    }
    for (slot, values) in zip(self.results, results) {
      views[slot] = View(shape: shapes[slot], values: values)
    }
    return views
  }

  /// Where the tensors are of which the lines from `starts` on are there.
  func views(arena: Arena, starts: [Int]) -> [View?] {
    shapes.indices.map { slot in
      let offset = memory.offsets[slot]
      guard offset >= 0 else { return nil }
      return View(
        shape: shapes[slot],
        values: arena[offset] - starts[slot] * shapes[slot].lineCount)
    }
  }
}
