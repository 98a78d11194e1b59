import Codec
import ModelPack
import RealModule

/// Chances that a group's flag is raised, by its network's sum.
struct FlagTables: Sendable {
  /// In 1/65536, from 1 to 65535: [groups][64].
  private let raised: [UInt32]

  /// Classes of a flag.
  private static let classes = 64

  /// Reads the tables of the groups of both scales.
  init(_ pack: ModelPack, groups: Int) throws(RDCError) {
    let values = try pack.integers("flags", shape: [groups, Self.classes])
    guard values.allSatisfy({ (1..<ScaleTables.total).contains($0) }) else {
      throw .codec(
        LatentFieldError.model(reason: "flags: a chance is none or certain"))
    }
    raised = values.map { UInt32(truncatingIfNeeded: $0) }
  }

  /// The class of a sum.
  @inline(__always)
  static func index(_ sum: Int32) -> Int {
    min(max(Int((sum &+ (1 << 18)) >> 19), 0), classes - 1)
  }

  /// The chance of a raised flag.
  @inline(__always)
  func chance(group: Int, _ index: Int) -> UInt32 {
    raised[group * Self.classes + index]
  }

  /// The fewest bits that a flag of a group costs.
  func leastBits(group: Int) -> Double {
    let total = UInt32(ScaleTables.total)
    let chances = raised[group * Self.classes..<(group + 1) * Self.classes]
    let surest = chances.reduce(1) { max($0, $1, total - $1) }
    return .log2(Double(total) / Double(surest))
  }
}
