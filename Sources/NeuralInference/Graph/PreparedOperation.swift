/// An operation whose weights are there, checked and packed.
enum PreparedOperation: Sendable {
  case linear(Convolution)
  case convolution(Convolution)
  case affine(Convolution)
  case scale(AlignedFloats)
  case depthToSpace(block: Int)
  case spaceToDepth(block: Int)
  case mirrorPad(size: Int)
  case crop(size: Int)
  case relu
  case leakyRelu(slope: Float)
  case clamp(low: Float, high: Float)
  case add
  case multiply
  case maxPool(kernel: Int, stride: Int)
  case averagePool(kernel: Int, stride: Int)
  case globalAveragePool
  case flatten
  case reshape(shape: [Int])
  case concat
  case slice(from: Int, to: Int)

  init(
    _ operation: Operation, source: WeightSource
  ) throws(InferenceError) {
    let layer = source.layer
    func atLeastOne(_ value: Int, _ name: String) throws(InferenceError) {
      guard value >= 1 else {
        throw .invalidAttribute(
          layer: layer, attribute: name, reason: "is below 1")
      }
    }
    func finite(_ value: Float, _ name: String) throws(InferenceError) {
      guard value.isFinite else {
        throw .invalidAttribute(
          layer: layer, attribute: name, reason: "is not finite")
      }
    }
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
      let values = try source(weight, expected: [nil]).values
      self = .scale(
        AlignedFloats(count: values.count) { target in
          for (index, value) in values.enumerated() { target[index] = value }
        })
    case .depthToSpace(let block):
      try atLeastOne(block, "block")
      self = .depthToSpace(block: block)
    case .spaceToDepth(let block):
      try atLeastOne(block, "block")
      self = .spaceToDepth(block: block)
    case .mirrorPad(let size):
      try atLeastOne(size, "size")
      self = .mirrorPad(size: size)
    case .crop(let size):
      try atLeastOne(size, "size")
      self = .crop(size: size)
    case .relu: self = .relu
    case .leakyRelu(let slope):
      try finite(slope, "slope")
      self = .leakyRelu(slope: slope)
    case .clamp(let low, let high):
      try finite(low, "low")
      try finite(high, "high")
      guard low <= high else {
        throw .invalidAttribute(
          layer: layer, attribute: "low", reason: "is above high")
      }
      self = .clamp(low: low, high: high)
    case .add: self = .add
    case .multiply: self = .multiply
    case .maxPool(let kernel, let stride):
      try atLeastOne(kernel, "kernel")
      try atLeastOne(stride, "stride")
      self = .maxPool(kernel: kernel, stride: stride)
    case .averagePool(let kernel, let stride):
      try atLeastOne(kernel, "kernel")
      try atLeastOne(stride, "stride")
      self = .averagePool(kernel: kernel, stride: stride)
    case .globalAveragePool: self = .globalAveragePool
    case .flatten: self = .flatten
    case .reshape(let shape):
      guard (1...3).contains(shape.count) else {
        throw .invalidAttribute(
          layer: layer, attribute: "shape", reason: "needs 1 to 3 sizes")
      }
      _ = try Shape.count(shape, of: layer)
      self = .reshape(shape: shape)
    case .concat: self = .concat
    case .slice(let from, let to):
      guard from >= 0, to > from else {
        throw .invalidAttribute(
          layer: layer, attribute: "from", reason: "and to hold no channel")
      }
      self = .slice(from: from, to: to)
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
