import StrictJSON

/// One step of a graph; in JSON one flat object:
/// `{"op": "linear", "inputs": ["x"], "output": "h", "weight": …, "bias": …}`.
public struct LayerDescription: Sendable, Equatable {
  /// What is done.
  public let operation: Operation
  /// Names of the tensors that go in.
  public let inputs: [String]
  /// Name of the tensor that comes out; also names the layer in errors.
  public let output: String

  /// Makes a description; it is checked when a graph is built from it.
  public init(_ operation: Operation, inputs: [String], output: String) {
    self.operation = operation
    self.inputs = inputs
    self.output = output
  }
}

extension LayerDescription {
  /// Reads one layer.
  ///
  /// - Throws: `InferenceError.unknownOperation`, or `JSONError` if an
  ///   attribute is missing or of the wrong type.
  init(_ json: JSONValue) throws {
    func text(_ key: String) throws(JSONError) -> String {
      try json.member(key).string()
    }
    func int(_ key: String) throws(JSONError) -> Int {
      try json.member(key).integer()
    }
    // By way of Double, so that every platform rounds decimals alike.
    func float(_ key: String) throws(JSONError) -> Float {
      Float(try json.member(key).number())
    }
    inputs = try json.member("inputs").elements().map { try $0.string() }
    output = try text("output")
    let op = try text("op")
    switch op {
    case "linear":
      operation = .linear(
        weight: try text("weight"),
        bias: try json.member(ifPresent: "bias")?.string())
    case "conv2d":
      operation = .conv2d(try ConvolutionDescription(json))
    case "depthToSpace":
      operation = .depthToSpace(block: try int("block"))
    case "spaceToDepth":
      operation = .spaceToDepth(block: try int("block"))
    case "mirrorPad": operation = .mirrorPad(size: try int("size"))
    case "crop": operation = .crop(size: try int("size"))
    case "upsample": operation = .upsample(factor: try int("factor"))
    case "relu": operation = .relu
    case "leakyRelu": operation = .leakyRelu(slope: try float("slope"))
    case "hardSwish": operation = .hardSwish(slope: try float("slope"))
    case "clamp":
      operation = .clamp(low: try float("low"), high: try float("high"))
    case "add": operation = .add
    case "multiply": operation = .multiply
    case "scale": operation = .scale(weight: try text("weight"))
    case "affine":
      operation = .affine(scale: try text("scale"), shift: try text("shift"))
    case "maxPool":
      operation = .maxPool(kernel: try int("kernel"), stride: try int("stride"))
    case "averagePool":
      operation = .averagePool(
        kernel: try int("kernel"), stride: try int("stride"))
    case "globalAveragePool": operation = .globalAveragePool
    case "flatten": operation = .flatten
    case "reshape":
      operation = .reshape(shape: try json.member("shape").integers())
    case "concat": operation = .concat
    case "slice":
      operation = .slice(from: try int("from"), to: try int("to"))
    default: throw InferenceError.unknownOperation(op, layer: output)
    }
  }
}

extension LayerDescription: Encodable {
  private enum Key: String, CodingKey {
    case op, inputs, output, weight, bias, block, slope, low, high, scale
    case shift, kernel, stride, shape, from, to, size, factor
  }

  /// Writes one layer.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: Key.self)
    try box.encode(operation.name, forKey: .op)
    try box.encode(inputs, forKey: .inputs)
    try box.encode(output, forKey: .output)
    switch operation {
    case .linear(let weight, let bias):
      try box.encode(weight, forKey: .weight)
      try box.encodeIfPresent(bias, forKey: .bias)
    case .conv2d(let attributes):
      try attributes.encode(to: encoder)
    case .depthToSpace(let block), .spaceToDepth(let block):
      try box.encode(block, forKey: .block)
    case .mirrorPad(let size), .crop(let size):
      try box.encode(size, forKey: .size)
    case .upsample(let factor):
      try box.encode(factor, forKey: .factor)
    case .leakyRelu(let slope), .hardSwish(let slope):
      try box.encode(Double(slope), forKey: .slope)
    case .clamp(let low, let high):
      try box.encode(Double(low), forKey: .low)
      try box.encode(Double(high), forKey: .high)
    case .scale(let weight):
      try box.encode(weight, forKey: .weight)
    case .affine(let scale, let shift):
      try box.encode(scale, forKey: .scale)
      try box.encode(shift, forKey: .shift)
    case .maxPool(let kernel, let stride),
      .averagePool(let kernel, let stride):
      try box.encode(kernel, forKey: .kernel)
      try box.encode(stride, forKey: .stride)
    case .reshape(let shape):
      try box.encode(shape, forKey: .shape)
    case .slice(let from, let to):
      try box.encode(from, forKey: .from)
      try box.encode(to, forKey: .to)
    case .relu, .add, .multiply, .globalAveragePool, .flatten, .concat:
      break
    }
  }
}
