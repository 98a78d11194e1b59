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

  /// The sizes of a picture or vector, without the number of them.
  func shape(_ shape: [Int]) throws(InferenceError) {
    guard (1...3).contains(shape.count) else {
      throw invalid("shape", "needs 1 to 3 sizes")
    }
    _ = try Shape.count(shape, of: layer)
  }

  /// Channels `from ..< to`.
  func channels(_ from: Int, _ to: Int) throws(InferenceError) {
    guard from >= 0, to > from else {
      throw invalid("from", "and to hold no channel")
    }
  }

  func invalid(_ attribute: String, _ reason: String) -> InferenceError {
    .invalidAttribute(layer: layer, attribute: attribute, reason: reason)
  }
}
