import Codec
import ModelPack

/// The integer network that tells one group's classes, means and flag at a
/// position.
///
/// A hidden layer reads many small integers, most of them zero, in pairs; the
/// layout of its weights is that of `rdc_context_group`. All sums are modulo
/// 2^32.
struct ContextGroup: Sendable {
  let index: Int
  /// First coded channel, and channels.
  let start: Int
  let size: Int
  /// Whether the group is predicted relative to a neighbour; it has no flag.
  let isReference: Bool
  /// Whether the group has a predicted mean.
  let hasMean: Bool
  /// Earlier channels whose slopes are inputs.
  let slopeChannels: Int
  let slots: ContextSlots
  /// Outputs of the hidden layer.
  let hidden: Int
  /// Classes, then means where there are some.
  let outputs: Int

  /// Pairs of weights: windows, own magnitudes, slopes, near values.
  let rows: FixedValues<Int16>
  /// First row of the own magnitudes, if they are inputs.
  let ownRow: Int?
  /// First row of slopes and near values.
  let denseRow: Int
  /// [hidden / 2][paddedOutputs][2].
  let leave: FixedValues<Int16>
  /// [12][paddedOutputs].
  let same: FixedValues<Int32>
  /// [(near + slopes) / 2][paddedOutputs][2], for the means alone.
  let linear: FixedValues<Int16>
  /// [hidden], and what active neighbours add.
  let flag: FixedValues<Int16>
  let flagSame: ActiveSums
  private let hiddenBias: [Int32]
  private let bias: [Int32]
  private let flagBias: [Int32]
  private let anchors: Int

  /// The most outputs of a hidden layer: what the kernel's sums hold.
  static let hiddenLimit = 64
  /// Quality indices between two anchors.
  static let segment = 64

  /// Outputs in whole vectors.
  var paddedOutputs: Int { (outputs + 7) / 8 * 8 }
  var slopes: Int { slopeChannels * FieldLayout.around }
  var near: Int { hasMean ? FieldLayout.causal.count * size : 0 }

  init(
    _ pack: ModelPack, _ layout: FieldLayout, _ index: Int,
    _ slots: ContextSlots, qualities: Int
  ) throws(RDCError) {
    let source = ContextTensors(
      pack: pack, prefix: "ctx.\(layout.scale.rawValue).\(index)")
    let size = layout.sizes[index]
    let (hasMean, isReference) = (
      index < layout.means, index < layout.references
    )
    self.index = index
    self.slots = slots
    self.size = size
    self.isReference = isReference
    self.hasMean = hasMean
    start = slots.start - layout.given
    slopeChannels = min(slots.start, FieldLayout.slopedLimit)
    let slopes = slopeChannels * FieldLayout.around
    let near = hasMean ? FieldLayout.causal.count * size : 0
    let outputs = hasMean ? 2 * size : size
    self.outputs = outputs
    (anchors, hidden) = try source.hiddenLayer(qualities: qualities)
    hiddenBias = try source.wide("hiddenBias", [anchors, hidden])
    bias = try source.wide("bias", [anchors, outputs])

    let pairs = try Self.hiddenRows(
      source, slots, size: size, hidden: hidden, slopes: slopes, near: near)
    rows = FixedValues(pairs.rows.weights)
    ownRow = hasMean ? nil : pairs.own
    denseRow = pairs.dense
    let wide = (outputs + 7) / 8 * 8
    var differences = PairedRows(width: wide)
    if hasMean {
      differences.appendLayer(
        try source.short("linear", [near + slopes, size]), outputs: size,
        at: size)
    }
    linear = FixedValues(differences.weights)
    var leaving = PairedRows(width: wide)
    leaving.appendLayer(
      try source.short("leave", [hidden, outputs]), outputs: outputs)
    leave = FixedValues(leaving.weights)

    let causal = FieldLayout.causal.count
    same = FixedValues(
      isReference
        ? []
        : Self.padded(
          try source.wide("same", [causal, size]), from: size, to: wide))
    flag = FixedValues(
      isReference
        ? [] : try source.short("flag", [hidden]).map { Int16($0) })
    flagBias = isReference ? [] : try source.wide("flagBias", [anchors])
    flagSame = ActiveSums(
      isReference ? [] : try source.wide("flagSame", [causal]))
  }

  /// Weights of the hidden layer, and the first rows of the own magnitudes and
  /// of what is dense: slopes and near values.
  private static func hiddenRows(
    _ source: ContextTensors, _ slots: ContextSlots, size: Int, hidden: Int,
    slopes: Int, near: Int
  ) throws(RDCError) -> (rows: PairedRows, own: Int, dense: Int) {
    var rows = PairedRows(width: hidden)
    if slots.start > 0 {
      let inputs = slots.start + slots.signed.count
      rows.appendWindow(
        try source.short("window", [3, 3, inputs, hidden]), slots)
    }
    let own = rows.count
    if near == 0 {
      let places = FieldLayout.own.count
      rows.appendOwn(
        try source.short("own", [places, size, hidden]), size: size)
    }
    let dense = rows.count
    if slopes > 0 {
      rows.appendDense(try source.short("slopes", [2 * slopes, hidden]))
    }
    if near > 0 {
      rows.appendDense(try source.short("near", [2 * near, hidden]))
    }
    return (rows, own, dense)
  }

  /// Rows of one width in those of another one, filled up with zeros.
  private static func padded(
    _ values: [Int32], from width: Int, to wide: Int
  ) -> [Int32] {
    stride(from: 0, to: values.count, by: width).flatMap {
      values[$0..<$0 + width] + [Int32](repeating: 0, count: wide - width)
    }
  }

  /// The hidden layer's biases at a quality.
  func hiddenBias(at quality: Int) -> [Int32] {
    interpolate(hiddenBias, hidden, quality)
  }

  /// The outputs' biases at a quality, in whole vectors.
  func bias(at quality: Int) -> [Int32] {
    interpolate(bias, outputs, quality)
      + [Int32](repeating: 0, count: paddedOutputs - outputs)
  }

  /// The flag's bias at a quality; 0 without flag.
  func flagBias(at quality: Int) -> Int32 {
    isReference ? 0 : interpolate(flagBias, 1, quality)[0]
  }

  /// Between the two anchors of a quality, in integers.
  private func interpolate(
    _ table: [Int32], _ width: Int, _ quality: Int
  ) -> [Int32] {
    let anchor = min(quality / Self.segment, anchors - 2)
    let f = quality - Self.segment * anchor
    return (0..<width).map { place in
      let low = Int(table[anchor * width + place])
      let high = Int(table[(anchor + 1) * width + place])
      return Int32(
        truncatingIfNeeded: (low * (Self.segment - f) + high * f) >> 6)
    }
  }
}
