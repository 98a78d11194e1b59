/// Weights of inputs, two of them side by side: [row][output][2].
struct PairedRows {
  /// Outputs.
  let width: Int
  private(set) var weights: [Int32] = []

  init(width: Int) { self.width = width }

  /// Rows so far.
  var count: Int { weights.count / (2 * width) }

  /// A row of two inputs; what they lack is zero.
  mutating func append(_ first: ArraySlice<Int32>, _ second: ArraySlice<Int32>)
  {
    for output in 0..<width {
      weights.append(
        output < first.count ? first[first.startIndex + output] : 0)
      weights.append(
        output < second.count ? second[second.startIndex + output] : 0)
    }
  }

  /// The 3×3 window [3, 3, channels, width]: magnitudes of all earlier
  /// channels, then signed values of a few.
  mutating func appendWindow(_ window: [Int32], _ slots: ContextSlots) {
    let channels = slots.start + slots.signedChannels.count
    for tap in 0..<9 {
      func row(_ channel: Int, _ slot: ContextSlots.Slot) -> ArraySlice<Int32> {
        guard slot.channels.contains(channel) else { return [] }
        let place =
          slot.isSigned
          ? slots.start + channel - slots.signedChannels.lowerBound : channel
        let first = (tap * channels + place) * width
        return window[first..<first + width]
      }
      for slot in slots.earlier {
        append(
          row(slot.channels.lowerBound, slot),
          row(slot.channels.lowerBound + 1, slot))
      }
    }
  }

  /// Own magnitudes [places, size, width].
  mutating func appendOwn(_ own: [Int32], _ slots: ContextSlots) {
    let size = slots.size
    for place in 0..<own.count / (size * width) {
      func row(_ channel: Int) -> ArraySlice<Int32> {
        guard channel < size else { return [] }
        let first = (place * size + channel) * width
        return own[first..<first + width]
      }
      for pair in 0..<slots.pairs { append(row(2 * pair), row(2 * pair + 1)) }
    }
  }

  /// Signed values, then as many magnitudes [2 · count, width].
  mutating func appendDense(_ rows: [Int32]) {
    let count = rows.count / (2 * width)
    for place in 0..<count {
      append(
        rows[place * width..<(place + 1) * width],
        rows[(count + place) * width..<(count + place + 1) * width])
    }
  }
}
