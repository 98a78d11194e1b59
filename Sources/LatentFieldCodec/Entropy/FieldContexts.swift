import Codec
import ModelPack

/// The contexts of all coding groups, and what they share.
struct FieldContexts: Sendable {
  /// Groups whose channels are the means of their component.
  static let dcGroups = 2
  /// Groups, from the first on, that have a predicted mean.
  static let meanGroups = 4
  /// Offsets (dy, dx) of the neighbours that are decoded before a position.
  static let causal = [
    (-2, -2), (-2, -1), (-2, 0), (-2, 1), (-2, 2), (-1, -2), (-1, -1),
    (-1, 0), (-1, 1), (-1, 2), (0, -2), (0, -1),
  ]
  /// Places in `causal` of the four neighbours of own magnitudes.
  static let own = [6, 7, 8, 11]
  /// Offsets (dy, dx) of the eight neighbours of an earlier group's position.
  static let around = [
    (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1),
  ]
  /// Places of the means and the dither in one step.
  static let fine = 64
  /// The most that a decoded value may be, in 1/64 step.
  static let valueLimit = 1 << 21

  let groups: [ContextGroup]
  let channels: Int
  /// Channels of the first `dcGroups`.
  let dcChannels: Int
  /// Slots of a position's list.
  let slots: Int
  /// Magnitudes by distance from 0, 64 of them.
  let magnitudes: [UInt8]

  init(
    _ pack: ModelPack, _ field: LatentFieldDescription
  ) throws(RDCError) {
    let sizes = field.groups
    guard sizes.count >= Self.meanGroups, sizes.count <= 64,
      sizes.allSatisfy({ (1...64).contains($0) }), sizes.reduce(0, +) <= 128
    else {
      throw .codec(LatentFieldError.model(reason: "groups \(sizes)"))
    }
    self.channels = sizes.reduce(0, +)
    let channels = ContextSlots.Channels(
      dc: sizes[..<Self.dcGroups].reduce(0, +),
      mean: sizes[..<Self.meanGroups].reduce(0, +))
    dcChannels = channels.dc
    let lut = try pack.integers("ctx.lut", shape: [64])
    guard lut.allSatisfy({ (0...64).contains($0) }), lut[0] == 0 else {
      throw .codec(
        LatentFieldError.model(reason: "a magnitude is outside 0...64"))
    }
    magnitudes = lut.map { UInt8($0) }
    let slots = ContextSlots.all(sizes)
    self.slots = slots.reduce(0) { $0 + $1.count }
    var groups: [ContextGroup] = []
    for slots in slots {
      groups.append(
        try ContextGroup(
          pack, slots, channels: channels, qualities: field.qualities))
    }
    self.groups = groups
  }
}
