/// Which lines of a picture's rows an operation reads for which lines of its
/// result: what lets a graph be run from top to bottom, a few lines at a time.
extension PreparedOperation {
  /// Lines of its result come in multiples of this; nil if all come at once.
  var lineUnit: Int? {
    switch self {
    case .linear, .globalAveragePool, .flatten, .reshape: nil
    case .layout(.depthToSpace(let factor)), .layout(.upsample(let factor)):
      factor
    default: 1
    }
  }

  /// The lines of the first input, of `height`, that some lines of the result
  /// follow from; nil if each of them follows from all.
  ///
  /// Neither end falls if an end of `lines` rises.
  ///
  /// - Precondition: `lines` is not empty.
  func inputLines(for lines: Range<Int>, of height: Int) -> Range<Int>? {
    let (first, last) = (lines.lowerBound, lines.upperBound - 1)
    switch self {
    case .linear, .globalAveragePool, .flatten, .reshape: return nil
    case .affine, .scale, .activation, .add, .multiply, .concat, .slice:
      return lines
    case .convolution(let plan):
      // Windows may lie outside; they then read the edge, or nothing.
      let top = first * plan.stride - plan.padding.top
      let end = last * plan.stride - plan.padding.top + plan.kernelHeight
      return min(max(0, top), height - 1)..<max(1, min(height, end))
    case .pooling(let pooling):
      return first * pooling.stride..<last * pooling.stride + pooling.kernel
    case .layout(.depthToSpace(let factor)), .layout(.upsample(let factor)):
      return first / factor..<last / factor + 1
    case .layout(.spaceToDepth(let factor)):
      return first * factor..<(last + 1) * factor
    case .layout(.crop(let size)):
      return first + size..<last + 1 + size
    case .layout(.mirrorPad(let size)):
      // Lines beyond an edge are those before it, the other way round.
      let top = min(max(0, first - size), height - size)
      return top..<min(height, max(size, last + 1 - size))
    }
  }
}
