import RealModule

/// Entropies in bits.
enum Entropy {
  /// Of a distribution; terms of no probability count nothing.
  static func bits(_ probabilities: [Double]) -> Double {
    probabilities.reduce(0) { $1 > 0 ? $0 - $1 * .log2($1) : $0 }
  }

  /// Of one bit that is 1 with this probability.
  static func binary(_ probability: Double) -> Double {
    bits([probability, 1 - probability])
  }

  /// The probability ≤ ½ whose binary entropy is `bits`, by bisection.
  static func inverseBinary(_ bits: Double) -> Double {
    if bits <= 0 { return 0 }
    if bits >= 1 { return 0.5 }
    var (lower, upper) = (0.0, 0.5)
    for _ in 0..<200 {
      let middle = (lower + upper) / 2
      if binary(middle) < bits { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2
  }
}
