import CKernels

extension Executor {
  func maxPool(
    _ input: Tensor, kernel: Int, stride: Int, shape: [Int]
  ) -> Tensor {
    let (width, channels) = (input.shape[2], input.shape[3])
    return pool(input, stride: stride, shape: shape) { x, out in
      rdc_max_pool(
        isa, x, Int64(kernel), Int64(width), Int64(channels), Int64(kernel),
        Int64(stride), out)
    }
  }

  func averagePool(
    _ input: Tensor, kernel: Int, stride: Int, shape: [Int]
  ) -> Tensor {
    let (width, channels) = (input.shape[2], input.shape[3])
    return pool(input, stride: stride, shape: shape) { x, out in
      rdc_average_pool(
        x, Int64(width), Int64(channels), Int64(kernel), Int64(kernel),
        Int64(stride), 1, Int64(shape[2]), out)
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
  private func pool(
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
