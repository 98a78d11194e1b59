import Foundation

/// Seeded uniforms and distributions.
struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 40) + 0.5) * 0x1p-24
  }

  /// Uniform on the simplex.
  mutating func distribution(_ count: Int) -> [Double] {
    let raw = (0..<count).map { _ in -log(uniform()) }
    let total = raw.reduce(0, +)
    return raw.map { $0 / total }
  }
}

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
