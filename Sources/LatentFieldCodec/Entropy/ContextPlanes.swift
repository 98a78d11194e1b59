import CKernels

/// What is decoded of one strip, as contexts read it, with a border on all
/// sides so that neighbours outside the strip need no question.
///
/// Each position has a list of the magnitudes that are not zero, two channels
/// an entry. Memory is written by one thread.
final class ContextPlanes {
  /// Positions of the border: two above and beside, one below.
  private static let border = 2

  let height: Int
  let width: Int
  /// Positions from one row to the next, and all of them.
  let stride: Int
  let positions: Int
  /// Entries that a list may have.
  let slots: Int
  /// [position][slots]: the slot, then two signed bytes.
  let lists: UnsafeMutablePointer<UInt32>
  /// Entries of each list.
  let counts: UnsafeMutablePointer<UInt8>
  /// Slopes of the leading channels, [position][channels · 8]: a signed
  /// difference and its magnitude, 16 bits each.
  let slopes: UnsafeMutablePointer<UInt32>
  /// The same differences, limited otherwise.
  let slopeValues: UnsafeMutablePointer<Int16>
  /// Leading channels whose slopes are there.
  private(set) var slopeChannels = 0

  init(height: Int, width: Int, slots: Int) {
    self.height = height
    self.width = width
    self.slots = slots
    stride = width + 2 * Self.border
    positions = (height + Self.border + 1) * stride
    // A list is read as far as its count says, and no further.
    lists = .allocate(capacity: positions * slots)
    counts = .allocate(capacity: positions)
    counts.initialize(repeating: 0, count: positions)
    let most = FieldLayout.slopedLimit * FieldLayout.around
    slopes = .allocate(capacity: positions * most)
    slopeValues = .allocate(capacity: positions * most)
  }

  deinit {
    lists.deallocate()
    counts.deallocate()
    slopes.deallocate()
    slopeValues.deallocate()
  }

  /// Bytes that a strip takes.
  static func byteCount(height: Int, width: Int, slots: Int) -> Int {
    let slopes = FieldLayout.slopedLimit * FieldLayout.around
    return (height + border + 1) * (width + 2 * border)
      * (4 * slots + 1 + 6 * slopes + 80)
  }

  /// The place of a position; −2 ... height, −2 ... width + 1 are there.
  @inline(__always)
  func position(_ y: Int, _ x: Int) -> Int {
    (y + Self.border) * stride + x + Self.border
  }

  /// Adds two values to a position's list unless both are zero.
  ///
  /// - Precondition: `slot` is above those of the list and below `slots`.
  @inline(__always)
  func append(_ low: UInt8, _ high: UInt8, slot: Int, position: Int) {
    let pair = UInt32(low) | UInt32(high) << 8
    guard pair != 0 else { return }
    let count = Int(counts[position])
    lists[position * slots + count] =
      UInt32(truncatingIfNeeded: slot) << 16 | pair
    counts[position] = UInt8(truncatingIfNeeded: count + 1)
  }

  /// Adds a group's new magnitudes to a position's list.
  @inline(__always)
  func list(
    _ magnitudes: UnsafeMutablePointer<UInt8>, of group: ContextGroup,
    position: Int
  ) {
    let first = group.slots.first
    for pair in 0..<group.size / 2 {
      append(
        magnitudes[2 * pair], magnitudes[2 * pair + 1], slot: first + pair,
        position: position)
    }
    if group.size % 2 == 1 {
      append(
        magnitudes[group.size - 1], 0, slot: first + group.slots.pairs - 1,
        position: position)
    }
  }

  /// Adds a group's new values with their signs.
  func listSigned(
    _ values: UnsafeMutablePointer<Int32>, of group: ContextGroup,
    position: Int
  ) {
    let size = group.size
    func signed(_ i: Int) -> UInt8 {
      i < size
        ? UInt8(bitPattern: ContextFeatures.signed(Int(values[i]))) : 0
    }
    for pair in 0..<group.slots.pairs {
      append(
        signed(2 * pair), signed(2 * pair + 1),
        slot: group.slots.first + group.slots.pairs + pair, position: position)
    }
  }

  /// Fills the slopes of leading channels: each of the eight neighbours less
  /// the position itself; the picture's edge goes on outside. `values` are those
  /// of the whole picture, and `unit` is what a place measures them by.
  func fillSlopes(
    of values: LeadingValues, firstRow: Int, unit: some MeanUnit,
    _ features: ContextFeatures
  ) {
    let channels = values.channels
    slopeChannels = channels
    let count = channels * FieldLayout.around
    for y in 0..<height {
      for x in 0..<width {
        let place = position(y, x) * count
        var next = 0
        let rows = values.neighbours(firstRow + y, x)
        for channel in 0..<channels {
          let here = Int(values.base[rows.here + channel])
          rows.forEach { neighbour in
            let difference = unit.scale(
              Int(values.base[neighbour + channel]) - here, y, x, channel)
            slopes[place + next] = features.pair(difference)
            slopeValues[place + next] = Int16(
              truncatingIfNeeded: ContextFeatures.linear(difference))
            next += 1
          }
        }
      }
    }
  }
}
