/// One value for each window of a picture; windows lie inside it.
struct PoolingOperation: Sendable {
  enum Kind { case max, average }

  let kind: Kind
  let kernel: Int
  let stride: Int

  init(
    _ kind: Kind, _ kernel: Int, _ stride: Int, _ check: AttributeCheck
  ) throws(InferenceError) {
    self.kind = kind
    self.kernel = try check.atLeastOne(kernel, "kernel")
    self.stride = try check.atLeastOne(stride, "stride")
  }

  /// The shape `[N, H, W, C]` of the result for one of the input.
  func outputShape(
    _ x: [Int?], layer: String
  ) throws(InferenceError) -> [Int?] {
    try Shape.mapSides(x) { side throws(InferenceError) in
      guard side >= kernel else {
        throw AttributeCheck(layer: layer).invalid(
          "kernel", "of \(kernel) is larger than the picture of \(side)")
      }
      return (side - kernel) / stride + 1
    }
  }
}
