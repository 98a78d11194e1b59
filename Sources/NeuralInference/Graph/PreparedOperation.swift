/// An operation whose weights are there, checked and packed.
enum PreparedOperation: Sendable {
  case linear(Convolution)
  case convolution(Convolution)
  case affine(Convolution)
  case scale(AlignedFloats)
  case activation(Activation)
  case add
  case multiply
  case layout(LayoutOperation)
  case pooling(PoolingOperation)
  case globalAveragePool
  case flatten
  case reshape(shape: [Int])
  case concat
  case slice(from: Int, to: Int)

  init(
    _ operation: Operation, source: WeightSource
  ) throws(InferenceError) {
    let check = AttributeCheck(layer: source.layer)
    switch operation {
    case .linear(let weight, let bias):
      self = .linear(
        try Convolution(linear: weight, bias: bias, source: source))
    case .conv2d(let description):
      self = .convolution(try Convolution(description, source: source))
    case .affine(let scale, let shift):
      self = .affine(
        try Convolution(affine: scale, shift: shift, source: source))
    case .scale(let weight):
      self = .scale(AlignedFloats(try source(weight, expected: [nil]).values))
    case .relu: self = .activation(.relu)
    case .leakyRelu(let slope):
      self = .activation(.leakyRelu(slope: try check.finite(slope, "slope")))
    case .hardSwish(let slope):
      self = .activation(.hardSwish(slope: try check.finite(slope, "slope")))
    case .clamp(let low, let high):
      self = .activation(try Activation(low: low, high: high, check))
    case .add: self = .add
    case .multiply: self = .multiply
    case .depthToSpace(let block):
      self = .layout(.depthToSpace(try check.atLeastOne(block, "block")))
    case .spaceToDepth(let block):
      self = .layout(.spaceToDepth(try check.atLeastOne(block, "block")))
    case .upsample(let factor):
      self = .layout(.upsample(try check.atLeastOne(factor, "factor")))
    case .mirrorPad(let size):
      self = .layout(.mirrorPad(try check.atLeastOne(size, "size")))
    case .crop(let size):
      self = .layout(.crop(try check.atLeastOne(size, "size")))
    case .maxPool(let kernel, let stride):
      self = .pooling(try PoolingOperation(.max, kernel, stride, check))
    case .averagePool(let kernel, let stride):
      self = .pooling(try PoolingOperation(.average, kernel, stride, check))
    case .globalAveragePool: self = .globalAveragePool
    case .flatten: self = .flatten
    case .reshape(let shape):
      try check.shape(shape)
      self = .reshape(shape: shape)
    case .concat: self = .concat
    case .slice(let from, let to):
      try check.channels(from, to)
      self = .slice(from: from, to: to)
    }
  }

  /// The weights that it keeps in memory.
  var weightCount: Int {
    switch self {
    case .linear(let plan), .convolution(let plan), .affine(let plan):
      plan.weights.count
    case .scale(let weights): weights.count
    default: 0
    }
  }

  /// The number of inputs, `nil` for one or more.
  var inputCount: Int? {
    switch self {
    case .add, .multiply: 2
    case .concat: nil
    default: 1
    }
  }
}
