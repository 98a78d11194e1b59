/// Behind a raised flag some channel's cell is not 0. What that takes from the
/// chances of the zeros, exactly and in integers.
///
/// Z_i is the part of channel i's cell 0 in 2^16, S_i the chance, in 2^30, that
/// all channels from i on are in cell 0. While the channels so far were, channel
/// i is in cell 0 with the chance Z_i (1 − S_{i+1}) / (1 − S_i).
struct ZeroExclusion {
  /// S of each channel, and that of none behind the last.
  private let chances: UnsafeMutablePointer<UInt64>
  private static let one: UInt64 = 1 << 30

  /// - Parameter memory: room for one value more than the most channels.
  init(_ memory: UnsafeMutablePointer<UInt64>) { chances = memory }

  /// Takes in the parts of the zeros.
  ///
  /// - Precondition: all of them lie in 1..<65536.
  @inline(__always)
  func fill(_ zeros: UnsafePointer<UInt32>, count: Int) {
    var chance = Self.one
    chances[count] = chance
    for i in stride(from: count - 1, through: 0, by: -1) {
      chance = (chance * UInt64(zeros[i])) >> 16
      chances[i] = chance
    }
  }

  /// The part of cell 0 in 2^16 for a channel before the last, all of those
  /// before it being in cell 0.
  @inline(__always)
  func part(_ channel: Int, zero: UInt32) -> UInt32 {
    let part =
      UInt64(zero) * (Self.one - chances[channel + 1])
      / (Self.one - chances[channel])
    return UInt32(min(max(part, 1), 65535))
  }
}
