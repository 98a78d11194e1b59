import NeuralInference

/// What a classifier sees in pictures.
public struct Sight: Sendable {
  /// [pictures, labels].
  public let logits: Tensor
  /// The penultimate layer's values, [pictures, features], if there are some.
  public let features: Tensor?

  /// Takes both.
  public init(logits: Tensor, features: Tensor? = nil) {
    self.logits = logits
    self.features = features
  }
}
