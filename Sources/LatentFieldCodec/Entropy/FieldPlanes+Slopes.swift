/// Differences between a position and its eight neighbours in the channels of
/// means; the strip's edge goes on outside.
extension FieldPlanes {
  /// Neighbours less the position itself, [channels][8].
  @inline(__always)
  func readSlopes(
    _ y: Int, _ x: Int, channels count: Int,
    into slopes: UnsafeMutablePointer<Int>
  ) {
    let here = values + position(y, x) * channels
    let (up, down) = (max(y - 1, 0), min(y + 1, height - 1))
    let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
    @inline(__always)
    func put(_ place: Int, _ y: Int, _ x: Int) {
      let there = values + position(y, x) * channels
      for channel in 0..<count {
        slopes[channel * 8 + place] = Int(there[channel]) - Int(here[channel])
      }
    }
    // The order of `FieldContexts.around`.
    put(0, up, left)
    put(1, up, x)
    put(2, up, right)
    put(3, y, left)
    put(4, y, right)
    put(5, down, left)
    put(6, down, x)
    put(7, down, right)
  }

  /// Fills `slopes`, once the channels of means are there.
  func fillSlopes(_ features: ContextFeatures) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: slopeCount) {
      differences in
      guard let base = differences.baseAddress else { return }
      for y in 0..<height {
        for x in 0..<width {
          readSlopes(y, x, channels: slopeCount / 8, into: base)
          let target = slopes + position(y, x) * slopeCount
          for place in 0..<slopeCount {
            target[place] = features.pair(base[place])
          }
        }
      }
    }
  }
}
