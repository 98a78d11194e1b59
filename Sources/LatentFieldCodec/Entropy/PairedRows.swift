/// Weights of inputs, two of them side by side: [row][output][2].
struct PairedRows {
  /// Outputs.
  let width: Int
  private(set) var weights: [Int16] = []

  init(width: Int) { self.width = width }

  /// Rows so far.
  var count: Int { weights.count / (2 * width) }

  /// A row of two inputs of a tensor [inputs, outputs], from a column on; -1 is
  /// no input.
  private mutating func append(
    _ tensor: [Int32], outputs: Int, at column: Int = 0, _ first: Int,
    _ second: Int
  ) {
    let start = weights.count + 2 * column
    weights += repeatElement(0, count: 2 * width)
    for (side, input) in [first, second].enumerated() where input >= 0 {
      for output in 0..<outputs {
        weights[start + 2 * output + side] =
          Int16(truncatingIfNeeded: tensor[input * outputs + output])
      }
    }
  }

  /// The 3×3 window [3, 3, channels, width]: magnitudes of all earlier
  /// channels, then signed values of a few.
  mutating func appendWindow(_ window: [Int32], _ slots: ContextSlots) {
    let channels = slots.start + slots.signed.count
    weights.reserveCapacity(
      weights.count + 9 * slots.earlier.count * 2 * width)
    for tap in 0..<9 {
      for slot in slots.earlier {
        let shift =
          slot.isSigned ? slots.start - slots.signed.lowerBound : 0
        let first = tap * channels + slot.channels.lowerBound + shift
        append(
          window, outputs: width, first,
          slot.channels.count > 1 ? first + 1 : -1)
      }
    }
  }

  /// Own magnitudes [places, size, width].
  mutating func appendOwn(_ own: [Int32], size: Int) {
    for place in 0..<own.count / (size * width) {
      for channel in stride(from: 0, to: size, by: 2) {
        let first = place * size + channel
        append(
          own, outputs: width, first, channel + 1 < size ? first + 1 : -1)
      }
    }
  }

  /// Signed values, then as many magnitudes [2 · count, width].
  mutating func appendDense(_ rows: [Int32]) {
    let count = rows.count / (2 * width)
    for place in 0..<count {
      append(rows, outputs: width, place, count + place)
    }
  }

  /// A layer [inputs, outputs] whose inputs, an even number, lie side by side,
  /// for the outputs from a column on.
  mutating func appendLayer(
    _ layer: [Int32], outputs: Int, at column: Int = 0
  ) {
    for input in stride(from: 0, to: layer.count / outputs, by: 2) {
      append(layer, outputs: outputs, at: column, input, input + 1)
    }
  }
}
