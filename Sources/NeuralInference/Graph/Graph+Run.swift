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
  ///
  /// - Throws: ``InferenceError`` for inputs that do not fit, for a name that no
  ///   tensor has, and where memory is short.
  public func run(
    _ inputs: [String: Tensor], outputs: [String], context: ExecutionContext
  ) throws(InferenceError) -> [String: Tensor] {
    let plan = try Plan(
      self, inputs: inputs.mapValues(\.shape), outputs: outputs)
    try context.check(plan)
    for input in inputs.values {
      // `values` is open to everybody, so the count may have changed.
      _ = try Tensor(shape: input.shape, values: input.values)
    }
    let arena = try Arena(count: plan.memory.count)
    let executor = Executor(context: context)
    let slots = description.inputs.map { inputs[$0.name] }
    let counts = plan.results.map { plan.shapes[$0].reduce(1, *) }
    let arrays = Self.arrays(of: counts) { results in
      Self.withAddresses(of: slots) { addresses in
        let views = plan.views(
          inputs: addresses, results: results, arena: arena)
        for step in plan.steps {
          executor.run(
            step, of: self, on: views, lines: plan.schedule.needed[step.output])
        }
      }
    }
    return results(outputs, inputs: inputs, plan: plan, arrays: arrays)
  }

  /// The wanted tensors: what the run computed, or an input.
  private func results(
    _ names: [String], inputs: [String: Tensor], plan: Plan, arrays: [[Float]]
  ) -> [String: Tensor] {
    var results: [String: Tensor] = [:]
    for name in names {
      guard let slot = slots[name] else { continue }
      results[name] =
        plan.results.firstIndex(of: slot).map {
          Tensor(trusted: plan.shapes[slot], values: arrays[$0])
        } ?? inputs[name]
    }
    return results
  }

  /// Arrays of so many values, all of which `body` writes.
  private static func arrays(
    of counts: [Int], known: [UnsafeMutablePointer<Float>] = [],
    _ body: ([UnsafeMutablePointer<Float>]) -> Void
  ) -> [[Float]] {
    guard known.count < counts.count else {
      body(known)
      return []
    }
    var others: [[Float]] = []
    let count = counts[known.count]
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      others = arrays(of: counts, known: known + [base], body)
      filled = count
    }
    return [values] + others
  }

  /// Calls `body` with the addresses of all values, null for tensors that are
  /// not there.
  private static func withAddresses(
    of tensors: [Tensor?], known: [UnsafePointer<Float>?] = [],
    _ body: ([UnsafePointer<Float>?]) -> Void
  ) {
    guard known.count < tensors.count else { return body(known) }
    guard let tensor = tensors[known.count] else {
      return withAddresses(of: tensors, known: known + [nil], body)
    }
    tensor.values.withUnsafeBufferPointer {
      withAddresses(of: tensors, known: known + [$0.baseAddress], body)
    }
  }

  /// How many rows to run at a time so that what the layers hand on stays in a
  /// core's own cache: a multiple of 12, the rows of the kernels' tiles.
  ///
  /// - Parameter inputs: the shapes of the inputs for one row.
  /// - Returns: a number of rows, at least 12.
  /// - Throws: ``InferenceError`` if the graph cannot be run with them.
  public func batchSize(
    _ inputs: [String: [Int]]
  ) throws(InferenceError) -> Int {
    let row = try Plan(self, inputs: inputs, outputs: [description.output])
      .peakElements
    let fitting = Self.cachedElements / max(1, row) / 12 * 12
    return max(12, min(192, fitting))
  }

  /// The bytes that a run for inputs of these shapes takes, from above: what
  /// the layers hand on, the inputs and the output, and the pages that they
  /// begin and end on.
  ///
  /// - Throws: ``InferenceError`` if the graph cannot be run with them.
  public func byteCount(
    _ inputs: [String: [Int]]
  ) throws(InferenceError) -> Int {
    let plan = try Plan(self, inputs: inputs, outputs: [description.output])
    return try Self.bytes(of: plan.peakElements) + 1 << 16
  }

  /// The bytes of so many values, far fewer than would overflow in a sum.
  static func bytes(of values: Int) throws(InferenceError) -> Int {
    guard values <= 1 << 46 else {
      throw .limitExceeded(
        what: "values alive at a time", requested: values, limit: 1 << 46)
    }
    return values * MemoryLayout<Float>.stride
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
