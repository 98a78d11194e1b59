/// Runs one operation. Shapes and sizes have been checked by the plan; pointers
/// stay inside this folder.
struct Executor {
  let isa: Int32
  let workers: Workers

  /// Elements of one part of element-wise work (64 KiB).
  static let grain = 1 << 14

  init(context: ExecutionContext) {
    isa = context.isa.code
    workers = Workers(threads: context.threads)
  }

  /// Takes the arguments; the first one's memory is reused where possible.
  func run(
    _ operation: PreparedOperation, on arguments: inout [Tensor], shape: [Int]
  ) -> Tensor {
    switch operation {
    case .linear(let plan):
      return convolve(plan, arguments[0], rows: shape[0], shape: shape)
    case .convolution(let plan):
      return convolve(plan, arguments[0], shape: shape)
    case .affine(let plan):
      let rows = shape.dropLast().reduce(1, *)
      return convolve(plan, arguments[0], rows: rows, shape: shape)
    case .scale(let weights):
      return scale(take(&arguments), by: weights, shape: shape)
    case .activation(let activation):
      return activate(take(&arguments), activation, shape: shape)
    case .add:
      let other = arguments.removeLast()
      return combine(take(&arguments), other, with: .add, shape: shape)
    case .multiply:
      let other = arguments.removeLast()
      return combine(take(&arguments), other, with: .multiply, shape: shape)
    case .layout(let operation):
      return move(arguments[0], operation, shape: shape)
    case .pooling(let operation):
      return pool(arguments[0], operation, shape: shape)
    case .globalAveragePool:
      return globalAveragePool(arguments[0], shape: shape)
    case .flatten, .reshape:
      return Tensor(trusted: shape, values: take(&arguments))
    case .concat:
      return concat(arguments, shape: shape)
    case .slice(let from, _):
      return slice(arguments[0], from: from, shape: shape)
    }
  }

  /// The values of the only argument left, without a second owner.
  private func take(_ arguments: inout [Tensor]) -> [Float] {
    arguments.removeFirst().values
  }

  /// New values, written by `body`.
  func make(
    _ shape: [Int], _ body: (UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    let count = shape.reduce(1, *)
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, used in
      if let base = buffer.baseAddress { body(base) }
      used = count
    }
    return Tensor(trusted: shape, values: values)
  }

  /// The address of values that no one changes meanwhile.
  func read(
    _ tensor: Tensor, _ body: (UnsafePointer<Float>) -> Void
  ) {
    tensor.values.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { body(base) }
    }
  }
}
