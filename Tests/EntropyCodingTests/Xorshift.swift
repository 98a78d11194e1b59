/// Marsaglia's xorshift64*: a generator for tests that any run repeats.
struct Xorshift: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }

  /// A weight whose logarithm is uniform, so that tables come out skewed.
  mutating func skewedWeight(bits: UInt64 = 16) -> UInt32 {
    UInt32(truncatingIfNeeded: next() & ((1 << (next() % (bits + 1))) - 1))
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 24) }
  }
}
