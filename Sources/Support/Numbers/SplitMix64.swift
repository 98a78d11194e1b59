import RealModule

/// SplitMix64, the generator behind drawings, random choices of figures, and
/// tests.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014. The state advances by the golden ratio
/// 0x9E3779B97F4A7C15 and the output is a bijective mix of it, so the seed
/// alone fixes the sequence.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64
  private var spare: Double?

  /// Starts the sequence that belongs to `seed`.
  public init(seed: UInt64) {
    state = seed
    spare = nil
  }

  /// The next 64 bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number below `bound`: the high word of a product, whose bias is
  /// below bound/2⁶⁴.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "a bound must be positive")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A value of [low, high) on a grid of 2⁻⁵³.
  public mutating func within(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * (Double(next() >> 11) * 0x1p-53)
  }

  /// A standard normal number by Box and Muller (1958): from two uniforms
  /// u = (⌊bits/2¹¹⌋ + 1)/2⁵³ and v = ⌊bits/2¹¹⌋/2⁵³ come
  /// √(−2 ln u)·cos 2πv, and on the next call √(−2 ln u)·sin 2πv.
  public mutating func nextNormal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let u = (Double(next() >> 11) + 1) * 0x1p-53
    let v = Double(next() >> 11) * 0x1p-53
    let radius = (-2 * .log(u)).squareRoot()
    spare = radius * .sin(2 * .pi * v)
    return radius * .cos(2 * .pi * v)
  }

  /// A direction uniform on the unit sphere in `dimension` dimensions: normal
  /// numbers, divided by their length.
  public mutating func nextDirection(dimension: Int) -> [Double] {
    var vector = [Double](repeating: 0, count: dimension)
    var length = 0.0
    for index in vector.indices {
      vector[index] = nextNormal()
      length += vector[index] * vector[index]
    }
    // Zero only if every uniform was 1; any unit vector will do.
    guard length > 0 else {
      if dimension > 0 { vector[0] = 1 }
      return vector
    }
    let scale = 1 / length.squareRoot()
    for index in vector.indices { vector[index] *= scale }
    return vector
  }
}
