/// Where a group's channels stand in the lists of positions: two magnitudes a
/// slot, and behind them, for the groups whose signs later ones read, two
/// signed values a slot. Lists rise from group to group; the given channels
/// come first.
struct ContextSlots: Sendable, Equatable {
  /// One slot: one or two channels, the given ones counted.
  struct Slot: Sendable, Equatable {
    var channels: Range<Int>
    var isSigned: Bool
  }

  /// The group's first slot.
  let first: Int
  /// Slots of its magnitudes.
  let pairs: Int
  /// Whether signed values follow.
  let hasSigned: Bool
  /// The slots of all groups before.
  let earlier: [Slot]
  /// Channels before, the given ones counted.
  let start: Int
  /// Those of them whose signed values are in lists.
  let signed: Range<Int>

  /// The slots of a layout's groups, and how many there are in all.
  static func all(
    _ layout: FieldLayout
  ) -> (groups: [ContextSlots], count: Int) {
    var slots = pairs(of: 0..<layout.given, isSigned: false)
    var groups: [ContextSlots] = []
    let firstSigned =
      layout.given + layout.sizes[..<layout.references].reduce(0, +)
    var start = layout.given
    for (index, size) in layout.sizes.enumerated() {
      let own = pairs(of: start..<start + size, isSigned: false)
      let hasSigned = (layout.references..<layout.means).contains(index)
      let seen = groups.last?.signed.upperBound ?? firstSigned
      let lastWasSigned = groups.last?.hasSigned ?? false
      groups.append(
        ContextSlots(
          first: slots.count, pairs: own.count, hasSigned: hasSigned,
          earlier: slots, start: start,
          signed: firstSigned..<(lastWasSigned ? start : seen)))
      slots += own
      if hasSigned {
        slots += pairs(of: start..<start + size, isSigned: true)
      }
      start += size
    }
    return (groups, slots.count)
  }

  private static func pairs(of channels: Range<Int>, isSigned: Bool) -> [Slot] {
    stride(from: channels.lowerBound, to: channels.upperBound, by: 2).map {
      Slot(
        channels: $0..<min($0 + 2, channels.upperBound), isSigned: isSigned)
    }
  }
}
