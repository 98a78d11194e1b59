import NeuralInference
import RealModule
import Support

/// What tests draw; the seed alone fixes it, so that a failure repeats.
extension SplitMix64 {
  /// Bytes, all values alike.
  public mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 24) }
  }

  /// A number of a random size, at least 1.
  public mutating func number(bits: UInt64) -> UInt64 {
    max(1, next() >> (63 - next() % bits))
  }

  /// In −limit...limit.
  public mutating func small(_ limit: Int) -> Int {
    Int(next() % UInt64(2 * limit + 1)) - limit
  }

  /// A weight whose logarithm is uniform, so that tables come out skewed.
  public mutating func skewedWeight(bits: UInt64 = 16) -> UInt32 {
    UInt32(truncatingIfNeeded: next() & ((1 << (next() % (bits + 1))) - 1))
  }

  /// Within (0, 1).
  public mutating func uniform() -> Double {
    (Double(next() >> 40) + 0.5) * 0x1p-24
  }

  /// Uniform on the simplex.
  public mutating func distribution(_ count: Int) -> [Double] {
    let raw = (0..<count).map { _ in -Double.log(uniform()) }
    let total = raw.reduce(0, +)
    return raw.map { $0 / total }
  }

  /// Values of very different sizes, zeros of both signs among them, so that a
  /// changed order of additions shows.
  public mutating func tensor(_ shape: [Int]) throws -> Tensor {
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
