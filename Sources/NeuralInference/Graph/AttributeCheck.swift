/// Checks of the numbers that a layer states.
struct AttributeCheck {
  let layer: String

  func atLeastOne(_ value: Int, _ name: String) throws(InferenceError) -> Int {
    guard value >= 1 else { throw invalid(name, "is below 1") }
    return value
  }

  func finite(_ value: Float, _ name: String) throws(InferenceError) -> Float {
    guard value.isFinite else { throw invalid(name, "is not finite") }
    return value
  }

  func invalid(_ attribute: String, _ reason: String) -> InferenceError {
    .invalidAttribute(layer: layer, attribute: attribute, reason: reason)
  }
}
