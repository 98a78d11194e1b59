import CKernels

extension Executor {
  /// Which of the two-operand operations.
  enum Pairing { case add, multiply }

  func activate(
    _ values: consuming [Float], _ activation: Activation, shape: [Int]
  ) -> Tensor {
    let count = values.count
    change(&values) { x in
      workers.split(count: count, grain: Self.grain) { part in
        apply(activation, to: x + part.lowerBound, count: part.count)
      }
    }
    return Tensor(trusted: shape, values: values)
  }

  private func apply(
    _ activation: Activation, to x: UnsafeMutablePointer<Float>, count: Int
  ) {
    let count = Int64(count)
    switch activation {
    case .relu: rdc_relu(isa, x, x, count)
    case .leakyRelu(let slope): rdc_leaky_relu(isa, x, slope, x, count)
    case .hardSwish(let slope): rdc_hard_swish(isa, x, slope, x, count)
    case .clamp(let low, let high): rdc_clamp(isa, x, low, high, x, count)
    }
  }

  func scale(
    _ values: consuming [Float], by weights: AlignedFloats, shape: [Int]
  ) -> Tensor {
    change(&values) { x in
      overRows(values: x, shape: shape) { x, rows, channels in
        rdc_multiply_channels(
          isa, x, weights.pointer, x, Int64(rows), Int64(channels))
      }
    }
    return Tensor(trusted: shape, values: values)
  }

  /// `a` with a tensor of its shape, with `[C]`, or with `[N, C]`.
  func combine(
    _ values: consuming [Float], _ other: Tensor, with pairing: Pairing,
    shape: [Int]
  ) -> Tensor {
    change(&values) { a in
      read(other) { b in
        if other.shape == shape {
          workers.split(count: shape.reduce(1, *), grain: Self.grain) { part in
            let (x, y) = (a + part.lowerBound, b + part.lowerBound)
            switch pairing {
            case .add: rdc_add(isa, x, y, x, Int64(part.count))
            case .multiply: rdc_multiply(isa, x, y, x, Int64(part.count))
            }
          }
          return
        }
        // One row of `b` for all of `a`, or one for each picture.
        let pictures = other.shape.count == 1 ? 1 : shape[0]
        let rows = shape.dropLast().reduce(1, *) / pictures
        let channels = Int64(shape[shape.count - 1])
        for picture in 0..<pictures {
          let x = a + picture * rows * Int(channels)
          let y = b + picture * Int(channels)
          switch pairing {
          case .add: rdc_add_channels(isa, x, y, x, Int64(rows), channels)
          case .multiply:
            rdc_multiply_channels(isa, x, y, x, Int64(rows), channels)
          }
        }
      }
    }
    return Tensor(trusted: shape, values: values)
  }

  private func change(
    _ values: inout [Float], _ body: (UnsafeMutablePointer<Float>) -> Void
  ) {
    values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { body(base) }
    }
  }

  private func overRows(
    values: UnsafeMutablePointer<Float>, shape: [Int],
    _ body: (UnsafeMutablePointer<Float>, Int, Int) -> Void
  ) {
    let channels = shape[shape.count - 1]
    let rows = shape.dropLast().reduce(1, *)
    workers.split(count: rows, grain: max(1, Self.grain / channels)) { part in
      body(values + part.lowerBound * channels, part.count, channels)
    }
  }
}
