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
    try rows(logits) { terms, output in
      var sum = 0.0
      for place in terms.indices {
        terms[place] = .exp(terms[place])
        sum += terms[place]
      }
      for term in terms { output.append(Float(term / sum)) }
    }
  }

  /// Logits `[N, C]` to natural logarithms of probabilities `[N, C]`.
  ///
  /// - Throws: ``InferenceError/shapeMismatch(layer:expected:found:)`` unless
  ///   there are two axes.
  public static func logProbabilities(
    _ logits: Tensor
  ) throws(InferenceError) -> Tensor {
    try rows(logits) { terms, output in
      let logSum = Double.log(terms.reduce(0) { $0 + .exp($1) })
      for term in terms { output.append(Float(term - logSum)) }
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

  /// Rows made of rows, each of them handed on less its greatest value, so that
  /// nothing overflows.
  private static func rows(
    _ logits: Tensor, _ body: (inout [Double], inout [Float]) -> Void
  ) throws(InferenceError) -> Tensor {
    guard logits.shape.count == 2 else {
      throw .shapeMismatch(
        layer: "softmax", expected: [nil, nil], found: logits.shape)
    }
    let (count, channels) = (logits.values.count, logits.shape[1])
    var values: [Float] = []
    values.reserveCapacity(count)
    // Once for all rows: there may be many, and short ones.
    var terms: [Double] = []
    for first in stride(from: 0, to: count, by: channels) {
      let row = logits.values[first..<min(first + channels, count)]
      let top = Double(row.max() ?? 0)
      terms.removeAll(keepingCapacity: true)
      for logit in row { terms.append(Double(logit) - top) }
      body(&terms, &values)
    }
    return try Tensor(shape: logits.shape, values: values)
  }
}
