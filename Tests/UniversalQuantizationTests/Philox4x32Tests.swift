import Testing
import UniversalQuantization

@Suite struct Philox4x32Tests {
  /// The philox4x32-10 lines of Random123's `kat_vectors`:
  /// counter, key, expected block.
  static let vectors: [([UInt32], [UInt32], [UInt32])] = [
    (
      [0, 0, 0, 0], [0, 0],
      [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
    ),
    (
      [.max, .max, .max, .max], [.max, .max],
      [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
      [0xa409_3822, 0x299f_31d0],
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
  ]

  @Test(arguments: vectors)
  func `known answers`(_ vector: ([UInt32], [UInt32], [UInt32])) {
    let (c, k, expected) = vector
    let block = Philox4x32(key: k[0], k[1]).block((c[0], c[1], c[2], c[3]))
    #expect([block.0, block.1, block.2, block.3] == expected)
  }

  @Test func `a seed's low half is key word 0`() {
    #expect(
      Philox4x32(seed: 0x299f_31d0_a409_3822)
        == .init(
          key: 0xa409_3822, 0x299f_31d0))
  }
}
