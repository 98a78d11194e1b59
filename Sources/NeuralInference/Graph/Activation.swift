/// A function of one value, with its numbers checked.
enum Activation: Sendable {
  case relu
  case leakyRelu(slope: Float)
  case hardSwish(slope: Float)
  case clamp(low: Float, high: Float)

  /// The limits of a clamp.
  init(
    low: Float, high: Float, _ check: AttributeCheck
  ) throws(InferenceError) {
    self = .clamp(
      low: try check.finite(low, "low"), high: try check.finite(high, "high"))
    guard low <= high else { throw check.invalid("low", "is above high") }
  }
}
