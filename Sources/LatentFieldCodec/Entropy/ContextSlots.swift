/// Where a group's channels stand in the lists of positions: two magnitudes a
/// slot, and behind them, for the groups whose signs later ones read, two
/// signed values a slot. Lists rise from group to group.
struct ContextSlots: Sendable, Equatable {
  /// How many channels the first `dcGroups` and `meanGroups` have.
  struct Channels: Sendable, Equatable {
    var dc: Int
    var mean: Int
  }

  let index: Int
  /// The group's channels.
  let start: Int
  let size: Int
  /// The group's slots.
  let first: Int
  let count: Int
  /// The slots of all groups before, each with its channels.
  let earlier: [Slot]
  /// Earlier channels whose signed values are in lists.
  let signedChannels: Range<Int>

  /// One slot: one or two channels.
  struct Slot: Sendable, Equatable {
    var channels: Range<Int>
    var isSigned: Bool
  }

  /// Slots of magnitudes.
  var pairs: Int { (size + 1) / 2 }
  /// Whether signed values follow.
  var hasSigned: Bool { Self.hasSigned(index) }

  private static func hasSigned(_ index: Int) -> Bool {
    (FieldContexts.dcGroups..<FieldContexts.meanGroups).contains(index)
  }

  /// The slots of groups of these sizes.
  static func all(_ sizes: [Int]) -> [ContextSlots] {
    let channels = Channels(
      dc: sizes.prefix(FieldContexts.dcGroups).reduce(0, +),
      mean: sizes.prefix(FieldContexts.meanGroups).reduce(0, +))
    var groups: [ContextSlots] = []
    var slots: [Slot] = []
    var start = 0
    for (index, size) in sizes.enumerated() {
      var own: [Slot] = []
      for isSigned in hasSigned(index) ? [false, true] : [false] {
        for place in stride(from: 0, to: size, by: 2) {
          own.append(
            Slot(
              channels: start + place..<start + min(place + 2, size),
              isSigned: isSigned))
        }
      }
      groups.append(
        ContextSlots(
          index: index, start: start, size: size, first: slots.count,
          count: own.count, earlier: slots,
          signedChannels: index < FieldContexts.dcGroups
            ? start..<start : channels.dc..<min(start, channels.mean)))
      slots += own
      start += size
    }
    return groups
  }
}
