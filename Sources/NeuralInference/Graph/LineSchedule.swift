/// How far each tensor of a graph has to be there so that the output is, line
/// by line from the top: the picture's rows, or everything of a tensor that is
/// no single picture.
///
/// No line is computed twice, and none that the wanted lines do not need.
struct LineSchedule {
  /// The lines of each slot that are ever needed; none of slots that are not.
  let needed: [Range<Int>]
  private let steps: [ScheduledStep]

  /// What a step computes.
  private struct ScheduledStep {
    let output: Int
    /// The lines of the result come in multiples of this.
    let unit: Int
    let readings: [Reading]

    func widened(_ lines: Range<Int>) -> Range<Int> {
      let end = (lines.upperBound + unit - 1) / unit * unit
      return lines.lowerBound / unit * unit..<end
    }
  }

  /// A tensor that a step reads.
  private struct Reading {
    let slot: Int
    /// All lines of the tensor.
    let height: Int
    /// What tells which lines are read; nil if all of them are.
    let operation: PreparedOperation?

    func lines(for lines: Range<Int>) -> Range<Int> {
      operation?.inputLines(for: lines, of: height) ?? 0..<height
    }
  }

  /// Follows the wanted lines of the slots that are results back to all that
  /// they are made of.
  init(
    _ graph: Graph, steps: [Step], shapes: [[Int]], wanted: [Int: Range<Int>]
  ) {
    self.steps = steps.map { step in
      let operation = graph.layers[step.layer].operation
      let shape = shapes[step.output]
      func reading(_ slot: Int, _ operation: PreparedOperation) -> Reading {
        let isPart = shape.isSinglePicture && shapes[slot].isSinglePicture
        return Reading(
          slot: slot, height: shapes[slot].lines,
          operation: isPart ? operation : nil)
      }
      let inputs = graph.layers[step.layer].inputs.map {
        reading($0, operation)
      }
      let operands = step.followers.compactMap { follower in
        follower.operand.map {
          reading($0, graph.layers[follower.layer].operation)
        }
      }
      return ScheduledStep(
        output: step.output,
        unit: (shape.isSinglePicture ? operation.lineUnit : nil)
          ?? shape.lines,
        readings: inputs + operands)
    }
    var needed = Array(repeating: 0..<0, count: shapes.count)
    for (slot, lines) in wanted { needed[slot] = lines }
    for step in self.steps.reversed() where !needed[step.output].isEmpty {
      needed[step.output] = step.widened(needed[step.output])
      for reading in step.readings {
        let lines = reading.lines(for: needed[step.output])
        let known = needed[reading.slot]
        needed[reading.slot] =
          known.isEmpty
          ? lines
          : min(
            known.lowerBound, lines.lowerBound)..<max(
              known.upperBound, lines.upperBound)
      }
    }
    self.needed = needed
  }

  /// The line of every slot up to which it must be there so that `output` is
  /// there up to `line`.
  func ends(of output: Int, for line: Int) -> [Int] {
    var ends = needed.map(\.lowerBound)
    ends[output] = max(ends[output], line)
    for step in steps.reversed() {
      let start = needed[step.output].lowerBound
      guard ends[step.output] > start else { continue }
      let lines = step.widened(start..<ends[step.output])
      ends[step.output] = lines.upperBound
      for reading in step.readings {
        ends[reading.slot] = max(
          ends[reading.slot], reading.lines(for: lines).upperBound)
      }
    }
    return ends
  }

  /// The first line of every slot that is still read, or else comes next, when
  /// the slots are there up to `ends` and `output` was taken up to `line`.
  func starts(after ends: [Int], of output: Int, line: Int) -> [Int] {
    var starts = ends
    starts[output] = min(starts[output], line)
    for step in steps {
      let end = needed[step.output].upperBound
      guard ends[step.output] < end else { continue }
      for reading in step.readings {
        starts[reading.slot] = min(
          starts[reading.slot],
          reading.lines(for: ends[step.output]..<end).lowerBound)
      }
    }
    return starts
  }
}

extension [Int] {
  /// Whether a shape is that of one picture, `[1, H, W, C]`.
  var isSinglePicture: Bool { count == 4 && self[0] == 1 }

  /// The lines of a shape: the rows of all pictures, or all but the last
  /// dimension.
  var lines: Int {
    count == 4 ? self[0] * self[1] : dropLast().reduce(1, *)
  }

  /// Values of a line.
  var lineCount: Int { reduce(1, *) / Swift.max(1, lines) }
}
