/// Operations that only move values: some lines of the result.
extension Executor {
  func move(
    _ input: View, _ operation: LayoutOperation, _ output: View,
    lines: Range<Int>
  ) {
    switch operation {
    case .depthToSpace(let block):
      blocks(of: output.shape, block: block, lines: lines) {
        fine, coarse, count in
        (output.values + fine).update(
          from: input.values + coarse, count: count)
      }
    case .spaceToDepth(let block):
      let fine = lines.lowerBound * block..<lines.upperBound * block
      blocks(of: input.shape, block: block, lines: fine) {
        fine, coarse, count in
        (output.values + coarse).update(
          from: input.values + fine, count: count)
      }
    case .upsample(let factor):
      upsample(
        input, factor: factor, output,
        from: lines.lowerBound / factor..<lines.upperBound / factor)
    case .mirrorPad(let size):
      mirrorPad(input, size: size, output, lines: lines)
    case .crop(let size): crop(input, size: size, output, lines: lines)
    }
  }

  /// Visits the runs of `block` pixels that are side by side both in the fine
  /// picture `[N, H·b, W·b, C]`, in some of its lines, and in the channels of
  /// the coarse one.
  private func blocks(
    of fine: [Int], block: Int, lines: Range<Int>,
    _ body: (Int, Int, Int) -> Void
  ) {
    let run = block * fine[3]
    let runs = fine[2] / block
    overLines(lines, of: fine[2] * fine[3]) { line in
      // Lines of all pictures, since the height is a multiple of the block.
      let (coarseLine, offset) = line.quotientAndRemainder(dividingBy: block)
      for x in 0..<runs {
        body(
          (line * runs + x) * run,
          ((coarseLine * runs + x) * block + offset) * run, run)
      }
    }
  }

  private func upsample(
    _ input: View, factor: Int, _ output: View, from lines: Range<Int>
  ) {
    let (width, channels) = (input.shape[2], output.channels)
    let line = output.shape[2] * channels
    overLines(lines, of: factor * line) { y in
      let source = input.values + y * width * channels
      let target = output.values + y * factor * line
      for x in 0..<output.shape[2] {
        (target + x * channels).update(
          from: source + x / factor * channels, count: channels)
      }
      for copy in 1..<factor {
        (target + copy * line).update(from: target, count: line)
      }
    }
  }

  private func mirrorPad(
    _ input: View, size: Int, _ output: View, lines: Range<Int>
  ) {
    let (height, width) = (input.shape[1], input.shape[2])
    let channels = output.channels
    // Where a place beyond an edge lies in the picture.
    func mirrored(_ place: Int, _ side: Int) -> Int {
      place < 0 ? -1 - place : place >= side ? 2 * side - 1 - place : place
    }
    let line = output.shape[2] * channels
    overLines(lines, of: line) { row in
      let (picture, y) = row.quotientAndRemainder(dividingBy: output.shape[1])
      let source =
        input.values + (picture * height + mirrored(y - size, height)) * width
        * channels
      let target = output.values + row * line
      (target + size * channels).update(from: source, count: width * channels)
      for x in 0..<size {
        (target + x * channels).update(
          from: source + mirrored(x - size, width) * channels,
          count: channels)
        (target + (size + width + x) * channels).update(
          from: source + mirrored(width + x, width) * channels,
          count: channels)
      }
    }
  }

  private func crop(
    _ input: View, size: Int, _ output: View, lines: Range<Int>
  ) {
    let line = output.shape[2] * output.channels
    overLines(lines, of: line) { row in
      let (picture, y) = row.quotientAndRemainder(dividingBy: output.shape[1])
      let from = picture * input.shape[1] + y + size
      (output.values + row * line).update(
        from: input.values
          + (from * input.shape[2] + size) * output.channels,
        count: line)
    }
  }

  func concat(_ inputs: [View], _ output: View, rows: Range<Int>) {
    let channels = output.channels
    overLines(rows, of: channels) { row in
      var target = output.values + row * channels
      for input in inputs {
        let count = input.channels
        target.update(from: input.values + row * count, count: count)
        target += count
      }
    }
  }

  func slice(
    _ input: View, from: Int, _ output: View, rows: Range<Int>
  ) {
    let (count, channels) = (output.channels, input.channels)
    overLines(rows, of: count) { row in
      (output.values + row * count).update(
        from: input.values + row * channels + from, count: count)
    }
  }

  /// Calls `body` for every line of so many values, several at a time.
  func overLines(
    _ lines: Range<Int>, of values: Int, _ body: (Int) -> Void
  ) {
    workers.split(lines, grain: max(1, Self.grain / values)) { part in
      for line in part { body(line) }
    }
  }
}
