extension Graph {
  /// The input of a ``gradient(to:weights:)`` that holds the slope of the output.
  public static let outputSlope = "slope of the output"

  /// A graph of how a number that depends on the output of this one changes with
  /// an input: reverse-mode differentiation, written as one more graph.
  ///
  /// It has the inputs of this graph and ``outputSlope``, the number's derivatives
  /// by the output and of its shape; its output are the derivatives by `input`.
  /// Where an activation has a corner, a steep ramp stands for its step.
  ///
  /// - Parameters:
  ///   - input: an input of known height and width, if it is a picture.
  ///   - weights: as this graph was built with.
  /// - Returns: the gradient, ready to run.
  /// - Throws: ``InferenceError`` for an operation that is not one of classifiers
  ///   (linear, convolutions with a border of zeros, affine, scale, relu, clamp,
  ///   add, globalAveragePool), and as `init`.
  public func gradient(
    to input: String, weights: (String) throws -> Tensor
  ) throws(InferenceError) -> Graph {
    try withoutActuallyEscaping(weights) { fetch throws(InferenceError) in
      var builder = try GradientBuilder(self, fetch: fetch)
      let output = try builder.gradient(to: input)
      let slope = InputDescription(
        name: Self.outputSlope, shape: builder.shape(description.output))
      let description = GraphDescription(
        inputs: self.description.inputs + [slope], layers: builder.layers,
        output: output)
      let derived = builder.weights
      return try Graph(description) { try derived[$0] ?? fetch($0) }
    }
  }
}
