/// A network that is ready to run: shapes checked, weights packed.
///
/// A graph is immutable and may be used from any number of threads at a time.
/// Its results are the same bits on every machine, with every instruction set
/// and any number of threads.
public struct Graph: Sendable {
  /// One step; tensors are known by their slot.
  struct Layer: Sendable {
    let name: String
    let operation: PreparedOperation
    let inputs: [Int]
    let output: Int
  }

  /// What the graph was made from.
  public let description: GraphDescription

  /// The most layers of a graph and inputs of it and of a layer: far more than a
  /// network has, and few enough that checking them takes no time.
  static let maximumLayers = 4096
  static let maximumInputs = 256

  let layers: [Layer]
  let slots: [String: Int]

  /// Builds a graph and fetches its weights through `weights`, which returns
  /// the tensor of that name or throws.
  ///
  /// Everything that can be wrong with a description and its weights is found
  /// here, as far as the shapes of the inputs are known.
  ///
  /// - Throws: ``InferenceError``, with the layer and what is wrong with it.
  public init(
    _ description: GraphDescription, weights: (String) throws -> Tensor
  ) throws(InferenceError) {
    guard description.layers.count <= Self.maximumLayers else {
      throw .limitExceeded(
        what: "layers", requested: description.layers.count,
        limit: Self.maximumLayers)
    }
    guard description.inputs.count <= Self.maximumInputs else {
      throw .limitExceeded(
        what: "inputs", requested: description.inputs.count,
        limit: Self.maximumInputs)
    }
    var slots = try Self.slots(of: description.inputs)
    var weightCount = 0
    var shapes = description.inputs.map(\.shape)
    var layers: [Layer] = []
    for layer in description.layers {
      let prepared = try Self.prepare(
        layer, slots: slots, shapes: shapes, weights: weights)
      weightCount += prepared.operation.weightCount
      guard weightCount <= Convolution.maximumPackedCount else {
        throw .limitExceeded(
          what: "packed weights", requested: weightCount,
          limit: Convolution.maximumPackedCount)
      }
      let shape = try prepared.operation.outputShape(
        prepared.inputs.map { shapes[$0] }, layer: layer.output)
      _ = try Shape.count(shape.map { $0 ?? 1 }, of: layer.output)
      guard slots.updateValue(shapes.count, forKey: layer.output) == nil else {
        throw .duplicateName(layer.output)
      }
      shapes.append(shape)
      layers.append(prepared)
    }
    for name in [description.output] + (description.extraOutputs ?? []) {
      guard slots[name] != nil else {
        throw .unknownTensor(name, usedBy: "output")
      }
    }
    self.description = description
    self.layers = layers
    self.slots = slots
  }

  /// The slots of the inputs, whose shapes are checked.
  private static func slots(
    of inputs: [InputDescription]
  ) throws(InferenceError) -> [String: Int] {
    var slots: [String: Int] = [:]
    for input in inputs {
      guard slots.updateValue(slots.count, forKey: input.name) == nil else {
        throw .duplicateName(input.name)
      }
      guard (1...4).contains(input.shape.count) else {
        throw .invalidAttribute(
          layer: input.name, attribute: "shape", reason: "needs 1 to 4 sizes")
      }
      // Also a bound for the known part of a shape with free sizes.
      _ = try Shape.count(input.shape.map { $0 ?? 1 }, of: input.name)
    }
    return slots
  }

  private static func prepare(
    _ layer: LayerDescription, slots: [String: Int], shapes: [[Int?]],
    weights: (String) throws -> Tensor
  ) throws(InferenceError) -> Layer {
    guard layer.inputs.count <= maximumInputs else {
      throw .limitExceeded(
        what: "inputs of layer “\(layer.output)”",
        requested: layer.inputs.count, limit: maximumInputs)
    }
    var inputs: [Int] = []
    for name in layer.inputs {
      guard let slot = slots[name] else {
        throw .unknownTensor(name, usedBy: layer.output)
      }
      inputs.append(slot)
    }
    let operation = try withoutActuallyEscaping(weights) {
      fetch throws(InferenceError) in
      try PreparedOperation(
        layer.operation,
        source: WeightSource(layer: layer.output, fetch: fetch))
    }
    let expected = operation.inputCount ?? max(inputs.count, 1)
    guard inputs.count == expected else {
      throw .inputCount(
        layer: layer.output, expected: expected, found: inputs.count)
    }
    return Layer(
      name: layer.output, operation: operation, inputs: inputs,
      output: shapes.count)
  }
}
