import RealModule

/// Class probabilities for reports.
///
/// These use the exponential of the C library, whose last bits differ between
/// platforms. They have no place on the way to a symbol or a pixel.
public enum Softmax {
  /// Logits `[N, C]` to probabilities `[N, C]`, each row summing to 1.
  ///
  /// - Throws: ``InferenceError/shapeMismatch(layer:expected:found:)`` unless
  ///   there are two axes.
  public static func probabilities(
    _ logits: Tensor
  ) throws(InferenceError) -> Tensor {
    try rows(logits) { row in
      let terms = shifted(row).map { Double.exp($0) }
      let sum = terms.reduce(0, +)
      return terms.map { Float($0 / sum) }
    }
  }

  /// Logits `[N, C]` to natural logarithms of probabilities `[N, C]`.
  ///
  /// - Throws: ``InferenceError/shapeMismatch(layer:expected:found:)`` unless
  ///   there are two axes.
  public static func logProbabilities(
    _ logits: Tensor
  ) throws(InferenceError) -> Tensor {
    try rows(logits) { row in
      let terms = shifted(row)
      let logSum = Double.log(terms.reduce(0) { $0 + .exp($1) })
      return terms.map { Float($0 - logSum) }
    }
  }

  /// The natural logarithm of one class's probability: as
  /// ``logProbabilities(_:)`` gives it, without the others.
  ///
  /// - Precondition: `index` counts from 0 and is below the number of logits.
  public static func logProbability(
    of index: Int, in logits: ArraySlice<Float>
  ) -> Float {
    var top = logits.first ?? 0
    for logit in logits where logit > top { top = logit }
    var sum = 0.0
    for logit in logits { sum += .exp(Double(logit) - Double(top)) }
    return Float(
      Double(logits[logits.startIndex + index]) - Double(top) - .log(sum))
  }

  /// A row minus its greatest value, so that nothing overflows.
  private static func shifted(_ row: ArraySlice<Float>) -> [Double] {
    let top = Double(row.max() ?? 0)
    return row.map { Double($0) - top }
  }

  private static func rows(
    _ logits: Tensor, _ body: (ArraySlice<Float>) -> [Float]
  ) throws(InferenceError) -> Tensor {
    guard logits.shape.count == 2 else {
      throw .shapeMismatch(
        layer: "softmax", expected: [nil, nil], found: logits.shape)
    }
    let channels = logits.shape[1]
    let values = stride(from: 0, to: logits.values.count, by: channels)
      .flatMap {
        body(logits.values[$0..<min($0 + channels, logits.values.count)])
      }
    return try Tensor(shape: logits.shape, values: values)
  }
}
