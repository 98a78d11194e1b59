/// The memory of ``ZeroExclusion``, taken once a strip; used by one thread.
final class ExclusionScratch {
  /// Parts of the channels' cells 0 in 2^16.
  let zeros: UnsafeMutablePointer<UInt32>
  private let chances: UnsafeMutablePointer<UInt64>

  init() {
    let most = FieldLayout.groupLimit + 1
    zeros = .allocate(capacity: most)
    zeros.initialize(repeating: 0, count: most)
    chances = .allocate(capacity: most)
    chances.initialize(repeating: 0, count: most)
  }

  deinit {
    zeros.deallocate()
    chances.deallocate()
  }

  /// The exclusion at a position whose classes are read.
  @inline(__always)
  func fill(
    _ context: ContextReader, _ group: Int, _ tables: ScaleTables
  ) -> ZeroExclusion {
    let size = context.group.size
    for i in 0..<size {
      let scale = context.classes[i]
      let part = tables.interval(
        group * tables.classes + scale, scale, 0, dither: context.dithers[i])
      zeros[i] = UInt32(bitPattern: part.high - part.low)
    }
    let exclusion = ZeroExclusion(chances)
    exclusion.fill(zeros, count: size)
    return exclusion
  }

  /// The chance that all symbols are in cell 0, as filled last.
  var allZero: Float { Float(chances[0]) * 0x1p-30 }
}
