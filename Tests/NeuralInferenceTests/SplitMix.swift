import NeuralInference

/// A seeded source of test data (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Values of very different sizes, zeros of both signs among them, so that a
  /// changed order of additions shows.
  mutating func tensor(_ shape: [Int]) throws -> Tensor {
    let count = shape.reduce(1, *)
    let values = (0..<count).map { _ -> Float in
      switch next() % 16 {
      case 0: return 0
      case 1: return -0.0
      default:
        let fraction = Float(Int32(truncatingIfNeeded: next())) / 0x1p31
        return fraction
          * Float(
            sign: .plus, exponent: Int(next() % 8) - 4,
            significand: 1)
      }
    }
    return try Tensor(shape: shape, values: values)
  }
}
