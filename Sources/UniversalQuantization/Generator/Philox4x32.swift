/// The counter-based generator Philox4x32-10.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC 2011, section 4.3. A block is a bijection of a 128-bit counter
/// under a 64-bit key, so any number can be had without those before it, and
/// encoder and decoder agree without any state.
public struct Philox4x32: Sendable, Hashable {
  /// The four words of a counter or of a block, word 0 first.
  public typealias Words = (UInt32, UInt32, UInt32, UInt32)

  /// The key, low word first.
  public let key: (low: UInt32, high: UInt32)

  /// A generator under a key given as its two words.
  public init(key low: UInt32, _ high: UInt32) {
    key = (low, high)
  }

  /// A generator under a 64-bit seed: the low half is key word 0.
  public init(seed: UInt64) {
    self.init(
      key: UInt32(truncatingIfNeeded: seed),
      UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// The block that belongs to a counter: ten rounds.
  public func block(_ counter: Words) -> Words {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = (key.low, key.high)
    for _ in 0..<10 {
      let a = UInt64(c0) &* 0xD251_1F53
      let b = UInt64(c2) &* 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: b >> 32) ^ c1 ^ k0
      c2 = UInt32(truncatingIfNeeded: a >> 32) ^ c3 ^ k1
      c1 = UInt32(truncatingIfNeeded: b)
      c3 = UInt32(truncatingIfNeeded: a)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }

  /// Equal when the keys are.
  public static func == (a: Self, b: Self) -> Bool { a.key == b.key }

  /// Hashes the key.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(key.low)
    hasher.combine(key.high)
  }
}
