import Codec
import ModelPack

/// The channels of one scale of latents, in coding order.
///
/// Groups of channels are coded one after another, each over all places. The
/// first groups tell what later ones are predicted from.
struct FieldLayout: Sendable, Equatable {
  /// The two scales of a photo.
  enum Scale: String, Sendable {
    /// Latents of the means of blocks, one place a cell of 4×4 blocks.
    case coarse
    /// Latents of detail, one place a block.
    case fine
  }

  let scale: Scale
  /// Channels of each group.
  let sizes: [Int]
  /// The first groups are predicted relative to a neighbour, and have no flag.
  let references: Int
  /// The first groups have a predicted mean.
  let means: Int

  /// The most channels of a group, and of a scale.
  static let groupLimit = 64
  private static let channelLimit = 160

  init(
    _ scale: Scale, _ field: LatentFieldDescription.Scale
  ) throws(RDCError) {
    self.scale = scale
    (sizes, references, means) = (field.groups, field.references, field.means)
    guard (1...32).contains(sizes.count),
      sizes.allSatisfy({ (1...Self.groupLimit).contains($0) }),
      sizes.reduce(0, +) <= Self.channelLimit,
      (0...sizes.count).contains(means), (0...means).contains(references),
      scale == .coarse || references == 0
    else {
      throw .codec(LatentFieldError.model(reason: "\(scale): groups \(field)"))
    }
  }

  /// Channels that a coarser scale has told already.
  var given: Int { scale == .fine ? Self.slopedLimit : 0 }
  /// Channels that are sent.
  var coded: Int { sizes.reduce(0, +) }
  /// First coded channel of each group.
  var starts: [Int] { sizes.indices.map { sizes[..<$0].reduce(0, +) } }

  /// So many leading channels are means, whose slopes later groups see.
  static let slopedLimit = 3
  /// Offsets (dy, dx) of the neighbours that are decoded before a position.
  static let causal = [
    (-2, -2), (-2, -1), (-2, 0), (-2, 1), (-2, 2), (-1, -2), (-1, -1),
    (-1, 0), (-1, 1), (-1, 2), (0, -2), (0, -1),
  ]
  /// Places in `causal` of the four neighbours of own magnitudes.
  static let own = [6, 7, 8, 11]
  /// Neighbours of a position on all sides.
  static let around = 8
  /// Places of the means and the dither in one step.
  static let places = 64
  /// The most that a decoded value may be, in 1/64 step.
  static let valueLimit = 1 << 21
}
