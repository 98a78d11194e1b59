/// Writes the layers of a graph's gradient behind those of the graph, the last
/// layer's first.
struct GradientBuilder {
  private(set) var layers: [LayerDescription]
  /// Weights that the graph itself does not have.
  private(set) var weights: [String: Tensor] = [:]
  /// How many values its constants have.
  private var constants = 0
  private let graph: Graph
  private let fetch: (String) throws -> Tensor
  /// By the slots of tensors.
  private let shapes: [[Int?]]
  /// Names of what a tensor's users add to its slope.
  private var slopes: [String: [String]] = [:]

  /// How steep the ramp is that stands for a step.
  private static let steepness: Float = 0x1p20
  /// The largest stride: its square is how many pictures become one.
  private static let largestStride = 16

  init(
    _ graph: Graph, fetch: @escaping (String) throws -> Tensor
  ) throws(InferenceError) {
    self.graph = graph
    self.fetch = fetch
    layers = graph.description.layers
    var shapes = graph.description.inputs.map(\.shape)
    for layer in graph.layers {
      shapes.append(
        try layer.operation.outputShape(
          layer.inputs.map { shapes[$0] }, layer: layer.name))
    }
    self.shapes = shapes
  }

  /// The shape of a tensor, as far as it is known.
  func shape(_ name: String) -> [Int?] {
    graph.slots[name].map { shapes[$0] } ?? []
  }

  /// Writes all layers; the name of the slope of an input.
  mutating func gradient(to input: String) throws(InferenceError) -> String {
    slopes[graph.description.output] = [Graph.outputSlope]
    for layer in graph.description.layers.reversed() {
      guard let slope = sum(of: layer.output) else { continue }
      try pass(slope, through: layer)
    }
    guard let slope = sum(of: input) else {
      throw .unknownTensor(input, usedBy: "gradient")
    }
    return slope
  }

  /// The slope of a tensor, of all its users together; nil without any.
  private mutating func sum(of name: String) -> String? {
    slopes[name]?.reduce(nil) { sum, slope in
      sum.map { add(.add, [$0, slope]) } ?? slope
    }
  }

  /// Gives the inputs of a layer their part of its slope.
  private mutating func pass(
    _ slope: String, through layer: LayerDescription
  ) throws(InferenceError) {
    let input = layer.inputs[0]
    let given: String
    switch layer.operation {
    case .linear(let weight, _):
      given = add(
        .linear(weight: try transposed(weight), bias: nil), [slope])
    case .conv2d(let convolution):
      given = try passed(slope, through: convolution, layer)
    case .affine(let scale, _), .scale(let scale):
      given = add(.scale(weight: scale), [slope])
    case .relu:
      let open = try step(input, from: 0, rising: true, layer)
      given = add(.multiply, [slope, open])
    case .clamp(let low, let high):
      let above = try step(input, from: low, rising: true, layer)
      let below = try step(input, from: high, rising: false, layer)
      given = add(.multiply, [add(.multiply, [slope, above]), below])
    case .globalAveragePool:
      let shape = try known(input, layer)
      let share = try constant(
        1 / Float(shape.height * shape.width), shape.channels)
      let none = try constant(0, shape.channels)
      let spread = add(.affine(scale: none, shift: share), [input])
      given = add(.multiply, [spread, slope])
    case .add where shape(layer.inputs[0]) == shape(layer.inputs[1]):
      slopes[layer.inputs[1], default: []].append(slope)
      given = slope
    default:
      throw .invalidAttribute(
        layer: layer.output, attribute: "op",
        reason: "\(layer.operation.name) is not differentiated")
    }
    slopes[input, default: []].append(given)
  }

  /// A convolution's slope: that of its output, its places as far apart as the
  /// windows were, under the mirrored kernel.
  private mutating func passed(
    _ slope: String, through convolution: ConvolutionDescription,
    _ layer: LayerDescription
  ) throws(InferenceError) -> String {
    let (source, result) = (
      try known(layer.inputs[0], layer), try known(layer.output, layer)
    )
    let stride = convolution.stride
    guard stride <= Self.largestStride else {
      throw .invalidAttribute(
        layer: layer.output, attribute: "stride",
        reason: "of more than \(Self.largestStride) is not differentiated")
    }
    let weight = try weight(convolution.weight)
    let border = convolution.padding
    let padding = Padding(
      top: weight.shape[0] - 1 - border.top,
      left: weight.shape[1] - 1 - border.left,
      bottom: source.height + border.top
        - (try Shape.multiply(stride, result.height, of: layer.output)),
      right: source.width + border.left
        - (try Shape.multiply(stride, result.width, of: layer.output)))
    guard convolution.paddingMode == .zeros else {
      throw .invalidAttribute(
        layer: layer.output, attribute: "paddingMode",
        reason: "must be zeros to be differentiated")
    }
    var slope = slope
    if stride > 1 {
      let none = add(
        .scale(weight: try constant(0, result.channels)), [slope])
      let others = Array(repeating: none, count: stride * stride - 1)
      slope = add(
        .depthToSpace(block: stride), [add(.concat, [slope] + others)])
    }
    return add(
      .conv2d(
        ConvolutionDescription(
          weight: try mirrored(convolution), bias: nil, stride: 1,
          padding: padding, paddingMode: .zeros, groups: convolution.groups)),
      [slope])
  }

  /// 1 where a tensor is above a value (rising) or below it, else 0.
  private mutating func step(
    _ name: String, from value: Float, rising: Bool, _ layer: LayerDescription
  ) throws(InferenceError) -> String {
    guard let last = shape(name).last, let channels = last else {
      throw unknownSize(layer)
    }
    let slope = rising ? Self.steepness : -Self.steepness
    let ramp = add(
      .affine(
        scale: try constant(slope, channels),
        shift: try constant(-slope * value, channels)), [name])
    return add(.clamp(low: 0, high: 1), [ramp])
  }

  private mutating func add(
    _ operation: Operation, _ inputs: [String]
  ) -> String {
    let output = "gradient \(layers.count)"
    layers.append(LayerDescription(operation, inputs: inputs, output: output))
    return output
  }

  /// The size of a picture.
  private func known(
    _ name: String, _ layer: LayerDescription
  ) throws(InferenceError) -> (height: Int, width: Int, channels: Int) {
    let shape = shape(name)
    guard shape.count == 4, let height = shape[1], let width = shape[2],
      let channels = shape[3]
    else { throw unknownSize(layer) }
    return (height, width, channels)
  }

  private func unknownSize(_ layer: LayerDescription) -> InferenceError {
    .invalidAttribute(
      layer: layer.output, attribute: "inputs",
      reason: "must have known sizes to be differentiated")
  }

  // MARK: Weights

  private func weight(_ name: String) throws(InferenceError) -> Tensor {
    do { return try fetch(name) } catch {
      throw .weightUnavailable(name, reason: String(describing: error))
    }
  }

  /// So many of a value.
  private mutating func constant(
    _ value: Float, _ count: Int
  ) throws(InferenceError) -> String {
    let name = "\(count) × \(value)"
    guard weights[name] == nil else { return name }
    constants = try Shape.add(constants, count, of: name)
    guard constants <= Convolution.maximumPackedCount else {
      throw .limitExceeded(
        what: "constants of a gradient", requested: constants,
        limit: Convolution.maximumPackedCount)
    }
    weights[name] = try Tensor(
      shape: [count], values: Array(repeating: value, count: count))
    return name
  }

  /// [in, out] → [out, in].
  private mutating func transposed(
    _ name: String
  ) throws(InferenceError) -> String {
    let source = try weight(name)
    let (rows, columns) = (source.shape[0], source.shape[1])
    var values: [Float] = []
    values.reserveCapacity(source.values.count)
    for column in 0..<columns {
      for row in 0..<rows {
        values.append(source.values[row * columns + column])
      }
    }
    let result = "\(name), transposed"
    weights[result] = try Tensor(shape: [columns, rows], values: values)
    return result
  }

  /// [kh, kw, in, out] → [kh, kw, out, in], both kernel axes backwards; a
  /// depthwise kernel [kh, kw, 1, channels] keeps its channels.
  private mutating func mirrored(
    _ convolution: ConvolutionDescription
  ) throws(InferenceError) -> String {
    let source = try weight(convolution.weight)
    let (taps, rows) = (source.shape[0] * source.shape[1], source.shape[2])
    let columns = source.shape[3]
    var values: [Float] = []
    values.reserveCapacity(source.values.count)
    for tap in (0..<taps).reversed() {
      for column in 0..<columns {
        for row in 0..<rows {
          values.append(source.values[(tap * rows + row) * columns + column])
        }
      }
    }
    let result = "\(convolution.weight), mirrored"
    let sides = convolution.groups > 1 ? [1, columns] : [columns, rows]
    weights[result] = try Tensor(
      shape: Array(source.shape[..<2]) + sides, values: values)
    return result
  }
}
