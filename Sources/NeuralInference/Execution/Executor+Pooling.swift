import CKernels

extension Executor {
  func pool(
    _ input: View, _ operation: PoolingOperation, _ output: View,
    lines: Range<Int>
  ) {
    let (width, channels) = (Int64(input.shape[2]), Int64(input.channels))
    let kernel = Int64(operation.kernel)
    let stride = Int64(operation.stride)
    let inputLine = input.shape[2] * input.channels
    let outputLine = output.shape[2] * output.channels
    overLines(lines, of: inputLine * operation.kernel) { line in
      let (n, y) = line.quotientAndRemainder(dividingBy: output.shape[1])
      let x =
        input.values + (n * input.shape[1] + y * operation.stride) * inputLine
      let out = output.values + line * outputLine
      switch operation.kind {
      case .max:
        rdc_max_pool(isa, x, kernel, width, channels, kernel, stride, out)
      case .average:
        rdc_average_pool(
          x, width, channels, kernel, kernel, stride, 1,
          Int64(output.shape[2]), out)
      }
    }
  }

  func globalAveragePool(_ input: View, _ output: View) {
    let (height, width) = (input.shape[1], input.shape[2])
    let (picture, channels) = (height * width * input.channels, input.channels)
    overLines(0..<output.shape[0], of: picture) { n in
      rdc_average_pool(
        input.values + n * picture, Int64(width), Int64(channels),
        Int64(height), Int64(width), 1, 1, 1, output.values + n * channels)
    }
  }
}
