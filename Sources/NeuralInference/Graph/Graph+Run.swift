extension Graph {
  /// Computes the output of the graph.
  ///
  /// - Throws: `InferenceError` if an input is missing, unknown or of another
  ///   shape, or if the run would exceed a limit of the context; nothing is
  ///   computed then.
  public func run(
    _ inputs: [String: Tensor], context: ExecutionContext
  ) throws(InferenceError) -> Tensor {
    let name = description.output
    let results = try run(inputs, outputs: [name], context: context)
    guard let result = results[name] else {
      throw .unknownTensor(name, usedBy: "output")
    }
    return result
  }

  /// Computes the named tensors, be they outputs or not. Layers that none of
  /// them needs are left out.
  public func run(
    _ inputs: [String: Tensor], outputs: [String], context: ExecutionContext
  ) throws(InferenceError) -> [String: Tensor] {
    let plan = try Plan(
      self, inputs: inputs.mapValues(\.shape), outputs: outputs)
    guard plan.peakElements <= context.maximumLiveElements else {
      throw .limitExceeded(
        what: "values alive at a time", requested: plan.peakElements,
        limit: context.maximumLiveElements)
    }
    guard plan.multiplyAccumulates <= context.maximumMultiplyAccumulates else {
      throw .limitExceeded(
        what: "multiply-accumulates", requested: plan.multiplyAccumulates,
        limit: context.maximumMultiplyAccumulates)
    }
    var values: [Tensor?] = Array(repeating: nil, count: plan.shapes.count)
    for (slot, input) in description.inputs.enumerated() {
      guard let tensor = inputs[input.name] else { continue }
      // `values` is open to everybody, so the count may have changed.
      values[slot] = try Tensor(shape: tensor.shape, values: tensor.values)
    }
    let executor = Executor(context: context)
    for (index, layer) in layers.enumerated() where plan.needed[index] {
      var arguments: [Tensor] = []
      for (position, slot) in layer.inputs.enumerated() {
        guard let tensor = values[slot] else {
          throw .missingInput(layer.name)
        }
        arguments.append(tensor)
        // Handed over at its last use: freed after it, or reused by it.
        if plan.lastUse[slot] == index,
          !layer.inputs[(position + 1)...].contains(slot)
        {
          values[slot] = nil
        }
      }
      values[layer.output] = executor.run(
        layer.operation, on: &arguments, shape: plan.shapes[layer.output])
    }
    var results: [String: Tensor] = [:]
    for name in outputs {
      if let slot = slots[name] { results[name] = values[slot] }
    }
    return results
  }

  /// How many rows to run at a time so that what the layers hand on stays in a
  /// core's own cache: a multiple of 12, the rows of the kernels' tiles.
  ///
  /// - Parameter inputs: the shapes of the inputs for one row.
  /// - Throws: `InferenceError` if the graph cannot be run with them.
  public func batchSize(
    _ inputs: [String: [Int]]
  ) throws(InferenceError) -> Int {
    let row = try Plan(self, inputs: inputs, outputs: [description.output])
      .peakElements
    let fitting = Self.cachedElements / max(1, row) / 12 * 12
    return max(12, min(192, fitting))
  }

  /// 600 kB of values; current processors have 1 MB or more of such cache, but
  /// weights want a part of it.
  private static let cachedElements = 150_000

  /// The multiply-accumulates of the output for inputs of these shapes
  /// (convolutions, linear and affine layers).
  ///
  /// - Throws: `InferenceError` if the graph cannot be run with them.
  public func multiplyAccumulates(
    _ inputs: [String: [Int]]
  ) throws(InferenceError) -> Int {
    try Plan(self, inputs: inputs, outputs: [description.output])
      .multiplyAccumulates
  }
}
