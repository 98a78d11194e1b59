import Codec
import ModelPack

/// The integer network that tells one group's class and mean at a position.
///
/// A hidden layer reads many small integers, most of them zero, in pairs; the
/// layout of its weights is that of `rdc_context_group`.
struct ContextGroup: Sendable {
  let index: Int
  let start: Int
  let size: Int
  /// Outputs of the hidden layer.
  let hidden: Int
  /// Classes, then means where there are some.
  let outputs: Int
  /// Earlier channels whose slopes are inputs.
  let slopeChannels: Int
  /// Where the own entries of a position's list begin, and how many pairs of
  /// channels they have.
  let slots: ContextSlots

  /// Pairs of weights: windows, own magnitudes, slopes, near values.
  let rows: [Int16]
  /// First row of the own magnitudes, if they are inputs.
  let ownRow: Int?
  /// First row of slopes and near values.
  let denseRow: Int
  /// [hidden / 2][paddedOutputs][2].
  let leave: [Int16]
  /// [12][paddedOutputs]; empty for groups of means.
  let same: [Int32]
  /// [near + slopes, size]; empty for groups without predicted mean.
  let linear: [Int32]
  /// Whether no input takes an output beyond 32 bits.
  let fits32: Bool
  private let hiddenBias: [Int32]
  private let bias: [Int32]
  private let anchors: Int

  /// The most outputs of a hidden layer: what the kernel's sums hold.
  static let hiddenLimit = 64
  /// Quality indices between two anchors.
  static let segment = 64
  /// What a feature may be at most.
  private static let featureLimit = 64

  var hasMean: Bool { index < FieldContexts.meanGroups }
  var isDC: Bool { index < FieldContexts.dcGroups }
  /// Outputs in whole vectors.
  var paddedOutputs: Int { (outputs + 7) / 8 * 8 }
  var slopes: Int { slopeChannels * FieldContexts.around.count }
  var near: Int { FieldContexts.causal.count * size }
  /// Slopes and near values: pairs of a signed value and its magnitude.
  var dense: Int { slopes + (hasMean ? near : 0) }

  init(
    _ pack: ModelPack, _ slots: ContextSlots, channels: ContextSlots.Channels,
    qualities: Int
  ) throws(RDCError) {
    self.slots = slots
    (index, start, size) = (slots.index, slots.start, slots.size)
    let (index, size) = (index, size)
    let hasMean = index < FieldContexts.meanGroups
    let isDC = index < FieldContexts.dcGroups
    slopeChannels = min(start, channels.dc)
    outputs = hasMean ? 2 * size : size
    let slopes = slopeChannels * FieldContexts.around.count
    let near = FieldContexts.causal.count * size
    func name(_ part: String) -> String { "ctx.\(index).\(part)" }

    let hiddenShape: [Int]
    do { hiddenShape = try pack.integers(name("hiddenBias")).shape } catch {
      throw .pack(error)
    }
    guard hiddenShape.count == 2, hiddenShape[0] >= 2,
      (8...Self.hiddenLimit).contains(hiddenShape[1]),
      hiddenShape[1].isMultiple(of: 8),
      (qualities - 1) / Self.segment < hiddenShape[0]
    else {
      throw .codec(
        LatentFieldError.model(reason: "group \(index): biases \(hiddenShape)"))
    }
    anchors = hiddenShape[0]
    hidden = hiddenShape[1]
    hiddenBias = try pack.integers(name("hiddenBias"), shape: hiddenShape)
    bias = try pack.integers(name("bias"), shape: [anchors, outputs])

    var pairs = PairedRows(width: hidden)
    if start > 0 {
      let signed = slots.signedChannels
      pairs.appendWindow(
        try pack.integers(
          name("window"), shape: [3, 3, start + signed.count, hidden]), slots)
    }
    if hasMean {
      ownRow = nil
    } else {
      ownRow = pairs.count
      pairs.appendOwn(
        try pack.integers(
          name("own"), shape: [FieldContexts.own.count, size, hidden]), slots)
    }
    denseRow = pairs.count
    if start > 0 {
      pairs.appendDense(
        try pack.integers(name("slopes"), shape: [2 * slopes, hidden]))
    }
    if hasMean {
      pairs.appendDense(
        try pack.integers(name("near"), shape: [2 * near, hidden]))
    }
    same =
      isDC
      ? []
      : Self.padded(
        try pack.integers(
          name("same"), shape: [FieldContexts.causal.count, size]),
        from: size, to: (outputs + 7) / 8 * 8)
    linear =
      hasMean
      ? try pack.integers(name("linear"), shape: [near + slopes, size]) : []
    let leave = try pack.integers(name("leave"), shape: [hidden, outputs])
    try Self.checkSums(pairs.weights, hiddenBias, hidden: hidden, group: index)
    rows = pairs.weights.map { Int16(truncatingIfNeeded: $0) }
    var leaving = PairedRows(width: (outputs + 7) / 8 * 8)
    for place in stride(from: 0, to: hidden, by: 2) {
      leaving.append(
        leave[place * outputs..<(place + 1) * outputs],
        leave[(place + 1) * outputs..<(place + 2) * outputs])
    }
    guard leaving.weights.allSatisfy({ Int16(exactly: $0) != nil }) else {
      throw .codec(
        LatentFieldError.model(reason: "group \(index): a weight of 'leave'"))
    }
    self.leave = leaving.weights.map { Int16(truncatingIfNeeded: $0) }
    fits32 = Self.fits(leave, bias, same, outputs: outputs)
  }

  /// Rows of one width in those of another one, filled up with zeros.
  private static func padded(
    _ values: [Int32], from width: Int, to wide: Int
  ) -> [Int32] {
    stride(from: 0, to: values.count, by: width).flatMap {
      values[$0..<$0 + width] + [Int32](repeating: 0, count: wide - width)
    }
  }

  /// Whether no features can take an output, and its rounding, beyond 32 bits.
  private static func fits(
    _ leave: [Int32], _ bias: [Int32], _ same: [Int32], outputs: Int
  ) -> Bool {
    let wide = (outputs + 7) / 8 * 8
    return (0..<outputs).allSatisfy { output in
      var most = 1 << 20
      for place in stride(from: output, to: leave.count, by: outputs) {
        most += abs(Int(leave[place])) * 32767
      }
      for place in stride(from: output, to: same.count, by: wide) {
        most += abs(Int(same[place])) * featureLimit
      }
      let offset = stride(from: output, to: bias.count, by: outputs).map {
        abs(Int(bias[$0]))
      }
      return most + (offset.max() ?? 0) <= Int(Int32.max)
    }
  }

  /// The kernels add in 32 bits: no input may take a sum beyond them.
  private static func checkSums(
    _ rows: [Int32], _ bias: [Int32], hidden: Int, group: Int
  ) throws(RDCError) {
    var sums = [Int](repeating: 0, count: hidden)
    // The weights of two inputs lie side by side.
    for (place, weight) in rows.enumerated() {
      guard Int32(Int16(truncatingIfNeeded: weight)) == weight else {
        throw .codec(
          LatentFieldError.model(
            reason: "group \(group): a weight of \(weight)"))
      }
      sums[place / 2 % hidden] += abs(Int(weight)) * featureLimit
    }
    let most = bias.reduce(0) { max($0, abs(Int($1))) }
    guard sums.allSatisfy({ $0 + most <= Int(Int32.max) }) else {
      throw .codec(
        LatentFieldError.model(reason: "group \(group): its sums overflow"))
    }
  }

  /// The hidden layer's biases at a quality.
  func hiddenBias(at quality: Int) -> [Int32] {
    interpolate(hiddenBias, hidden, quality).map { Int32($0) }
  }

  /// The outputs' biases at a quality, in whole vectors.
  func bias(at quality: Int) -> [Int32] {
    interpolate(bias, outputs, quality).map { Int32($0) }
      + [Int32](repeating: 0, count: paddedOutputs - outputs)
  }

  /// Between the two anchors of a quality, in integers.
  private func interpolate(
    _ table: [Int32], _ width: Int, _ quality: Int
  ) -> [Int] {
    let anchor = min(quality / Self.segment, anchors - 2)
    let f = quality - Self.segment * anchor
    return (0..<width).map { place in
      let low = Int(table[anchor * width + place])
      let high = Int(table[(anchor + 1) * width + place])
      return (low * (Self.segment - f) + high * f) >> 6
    }
  }
}
