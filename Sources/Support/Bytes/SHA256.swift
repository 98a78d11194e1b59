/// SHA-256 (FIPS 180-4), by which conformance files tell pixels.
///
/// Not swift-crypto: it has eight times as much source to compile as all of
/// rdc, most of it BoringSSL's, for this one function.
public struct SHA256: Sendable {
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f,
    0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  /// Bytes that do not fill a block yet.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  /// The digest of nothing so far.
  public init() {}

  /// The digest of bytes, in hexadecimal.
  public static func digest(_ bytes: some Sequence<UInt8>) -> String {
    var hash = Self()
    hash.update(bytes)
    return hash.digest()
  }

  /// Takes further bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      rest.append(byte)
      if rest.count == Self.block {
        compress()
        rest.removeAll(keepingCapacity: true)
      }
      count += 1
    }
  }

  /// The digest of all bytes, in hexadecimal.
  public func digest() -> String {
    var last = self
    let zeros = (2 * Self.block - 9 - rest.count) % Self.block
    last.update([0x80] + [UInt8](repeating: 0, count: zeros))
    let bits = 8 * count
    last.update(
      (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    return last.state.indices.map { last.state[$0].hex }.joined()
  }

  private static let block = 64

  /// Section 6.2.2 of the standard.
  private mutating func compress() {
    var words = stride(from: 0, to: Self.block, by: 4).map { place in
      rest[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for t in 16..<64 {
      let (early, late) = (words[t - 15], words[t - 2])
      words.append(
        (late.rotated(17) ^ late.rotated(19) ^ late >> 10) &+ words[t - 7]
          &+ (early.rotated(7) ^ early.rotated(18) ^ early >> 3)
          &+ words[t - 16])
    }
    var v = state
    for t in 0..<64 {
      let (a, e) = (v[0], v[4])
      let choice = e & v[5] ^ ~e & v[6]
      let majority = a & v[1] ^ a & v[2] ^ v[1] & v[2]
      let first =
        v[7] &+ (e.rotated(6) ^ e.rotated(11) ^ e.rotated(25)) &+ choice
        &+ Self.constants[t] &+ words[t]
      let second =
        (a.rotated(2) ^ a.rotated(13) ^ a.rotated(22)) &+ majority
      v = SIMD8(
        first &+ second, a, v[1], v[2], v[3] &+ first, e, v[5], v[6])
    }
    state &+= v
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first
  /// 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b,
    0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01,
    0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7,
    0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
    0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152,
    0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
    0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819,
    0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116, 0x1e37_6c08,
    0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f,
    0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

extension UInt32 {
  /// The bits turned to the right.
  fileprivate func rotated(_ places: UInt32) -> UInt32 {
    self >> places | self << (32 - places)
  }
}
