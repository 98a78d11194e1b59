import Foundation

/// Entropy in bits, written again so that the tests do not lean on the code.
func entropy(_ probabilities: [Double]) -> Double {
  -probabilities.filter { $0 > 0 }.map { $0 * log2($0) }.reduce(0, +)
}

/// Mutual information in bits of a joint distribution, row by row.
func information(_ joint: [Double], columns: Int) -> Double {
  let rows = joint.count / columns
  let left = (0..<rows).map { x in
    joint[(x * columns)..<((x + 1) * columns)].reduce(0, +)
  }
  let right = (0..<columns).map { y in
    (0..<rows).reduce(0) { $0 + joint[$1 * columns + y] }
  }
  return entropy(left) + entropy(right) - entropy(joint)
}
