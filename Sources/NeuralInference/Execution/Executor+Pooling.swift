import CKernels

extension Executor {
  func pool(
    _ input: Tensor, _ operation: PoolingOperation, shape: [Int]
  ) -> Tensor {
    let (width, channels) = (Int64(input.shape[2]), Int64(input.shape[3]))
    let kernel = Int64(operation.kernel)
    let stride = Int64(operation.stride)
    return overLines(input, stride: operation.stride, shape: shape) { x, out in
      switch operation.kind {
      case .max:
        rdc_max_pool(isa, x, kernel, width, channels, kernel, stride, out)
      case .average:
        rdc_average_pool(
          x, width, channels, kernel, kernel, stride, 1, Int64(shape[2]), out)
      }
    }
  }

  func globalAveragePool(_ input: Tensor, shape: [Int]) -> Tensor {
    let (height, width) = (input.shape[1], input.shape[2])
    let picture = height * width * shape[1]
    return make(shape) { output in
      read(input) { input in
        workers.split(count: shape[0], grain: 1) { pictures in
          for n in pictures {
            rdc_average_pool(
              input + n * picture, Int64(width), Int64(shape[1]),
              Int64(height), Int64(width), 1, 1, 1, output + n * shape[1])
          }
        }
      }
    }
  }

  /// Calls `body` with the first window and the target of each output line.
  private func overLines(
    _ input: Tensor, stride: Int, shape: [Int],
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    let inputLine = input.shape[2] * input.shape[3]
    let outputLine = shape[2] * shape[3]
    return make(shape) { output in
      read(input) { input_ in
        workers.split(count: shape[0] * shape[1], grain: 8) { lines in
          for line in lines {
            let (n, y) = line.quotientAndRemainder(dividingBy: shape[1])
            body(
              input_ + (n * input.shape[1] + y * stride) * inputLine,
              output + line * outputLine)
          }
        }
      }
    }
  }
}
