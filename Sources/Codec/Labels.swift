import NeuralInference

/// Softmax with this library's error type; for reports and the encoder's
/// search, never on the way to a pixel.
public enum Labels {
  /// Probabilities, [N, C], of logits.
  ///
  /// - Throws: ``RDCError/inference(_:)`` unless they are a matrix.
  public static func probabilities(_ logits: Tensor) throws(RDCError) -> Tensor
  {
    do {
      return try Softmax.probabilities(logits)
    } catch {
      throw .inference(error)
    }
  }
}
