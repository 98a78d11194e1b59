import Codec
import ModelPack
import Support

/// The entropy model of one scale: the networks of all its groups.
struct ContextModel: Sendable {
  let layout: FieldLayout
  let groups: [ContextGroup]
  /// Slots of a position's list.
  let slots: Int
  let features: ContextFeatures
  /// Number of the first group's tables among those of both scales.
  let firstTable: Int

  init(
    _ pack: ModelPack, _ layout: FieldLayout, qualities: Int, firstTable: Int,
    threads: Int
  ) throws(RDCError) {
    self.layout = layout
    self.firstTable = firstTable
    let lut = try pack.integers("ctx.lut", shape: [64])
    guard lut.allSatisfy({ (0...64).contains($0) }), lut[0] == 0 else {
      throw .codec(
        LatentFieldError.model(reason: "a magnitude is outside 0...64"))
    }
    features = ContextFeatures(lut.map { UInt8($0) })
    let slots = ContextSlots.all(layout)
    self.slots = slots.count
    groups = try Parallel.map(slots.groups.count, threads: threads) {
      index throws(RDCError) in
      try ContextGroup(
        pack, layout, index, slots.groups[index], qualities: qualities)
    }
  }
}
