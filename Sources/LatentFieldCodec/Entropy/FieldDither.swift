import UniversalQuantization

/// The dither of a plane of latents: common randomness by latent number,
/// channel outermost, scaled by the class's amplitude.
struct FieldDither {
  private let source: CommonRandomness
  private let size: (height: Int, width: Int)
  private let firstRow: Int
  /// The block of four words that each channel read last.
  private var blocks: [Int]
  private var words: [(UInt32, UInt32, UInt32, UInt32)]

  init(
    seed: UInt64, scale: FieldLayout.Scale, size: (height: Int, width: Int),
    firstRow: Int, channels: Int
  ) {
    source = CommonRandomness(seed: seed, stream: scale == .fine ? 0 : 3)
    self.size = size
    self.firstRow = firstRow
    blocks = Array(repeating: -1, count: channels)
    words = Array(repeating: (0, 0, 0, 0), count: channels)
  }

  /// u in 1/64 step: one of 64 places from −1/2, times amplitude / 64.
  mutating func offset(y: Int, x: Int, channel: Int, amplitude: Int) -> Int {
    let index =
      (channel * size.height + firstRow + y) * size.width + x
    if blocks[channel] != index >> 2 {
      blocks[channel] = index >> 2
      words[channel] = source.words(
        block: (index >> 2) & 0xFFFF_FFFF, picture: 0)
    }
    let four = words[channel]
    let word =
      switch index & 3 {
      case 0: four.0
      case 1: four.1
      case 2: four.2
      default: four.3
      }
    return ((Int(word >> 26) - 32) * amplitude) >> 6
  }
}
