import ModelPack

/// The integer network that tells one group's class and mean at a position.
///
/// A hidden layer reads many small integers, most of them zero; `rows` holds
/// the weights of every input side by side: the 3×3 window (ky, kx, channel),
/// slopes (signed, then magnitudes), near values (the same) or own magnitudes
/// (place, channel).
struct ContextGroup: Sendable {
  let index: Int
  let start: Int
  let size: Int
  /// Outputs of the hidden layer.
  let hidden: Int
  /// Classes, then means where there are some.
  let outputs: Int
  /// Earlier channels whose signed values are in the window.
  let signed: Range<Int>
  /// Earlier channels whose slopes are inputs.
  let slopeChannels: Int

  let rows: [Int16]
  let slopeRow: Int
  /// Where near values or own magnitudes begin.
  let nearRow: Int
  let leave: [Int16]
  /// [12, size]; empty for groups of means.
  let same: [Int32]
  /// [near + slopes, size]; empty for groups without predicted mean.
  let linear: [Int32]
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
  /// Channels of the window.
  var windowChannels: Int { start + signed.count }
  var slopes: Int { slopeChannels * FieldContexts.around.count }
  var near: Int { FieldContexts.causal.count * size }
  /// The most inputs that a position can have.
  var inputLimit: Int { rows.count / hidden }

  init(
    _ pack: ModelPack, index: Int, start: Int, size: Int, dcChannels: Int,
    meanChannels: Int, qualities: Int
  ) throws(RDCError) {
    self.index = index
    self.start = start
    self.size = size
    let hasMean = index < FieldContexts.meanGroups
    let isDC = index < FieldContexts.dcGroups
    signed =
      isDC ? start..<start : dcChannels..<min(start, meanChannels)
    slopeChannels = min(start, dcChannels)
    outputs = hasMean ? 2 * size : size
    let slopes = slopeChannels * FieldContexts.around.count
    let near = FieldContexts.causal.count * size
    func name(_ part: String) -> String { "ctx.\(index).\(part)" }

    let hiddenShape: [Int]
    do { hiddenShape = try pack.integers(name("hiddenBias")).shape } catch {
      throw .pack(error)
    }
    guard hiddenShape.count == 2,
      (1...Self.hiddenLimit).contains(hiddenShape[1]), hiddenShape[0] >= 2,
      (qualities - 1) / Self.segment < hiddenShape[0]
    else {
      throw .photo(.model(reason: "group \(index): biases \(hiddenShape)"))
    }
    anchors = hiddenShape[0]
    hidden = hiddenShape[1]
    hiddenBias = try pack.integers(name("hiddenBias"), shape: hiddenShape)
    bias = try pack.integers(name("bias"), shape: [anchors, outputs])
    leave = try pack.integers(name("leave"), shape: [hidden, outputs])
      .map { Int16(truncatingIfNeeded: $0) }

    var rows: [Int32] = []
    if start > 0 {
      let width = start + signed.count
      rows += try pack.integers(name("window"), shape: [3, 3, width, hidden])
      slopeRow = rows.count / hidden
      rows += try pack.integers(name("slopes"), shape: [2 * slopes, hidden])
    } else {
      slopeRow = 0
    }
    nearRow = rows.count / hidden
    rows +=
      hasMean
      ? try pack.integers(name("near"), shape: [2 * near, hidden])
      : try pack.integers(
        name("own"), shape: [FieldContexts.own.count, size, hidden])
    same =
      isDC
      ? []
      : try pack.integers(
        name("same"), shape: [FieldContexts.causal.count, size])
    linear =
      hasMean
      ? try pack.integers(name("linear"), shape: [near + slopes, size]) : []
    try Self.checkSums(rows, hiddenBias, hidden: hidden, group: index)
    self.rows = rows.map { Int16(truncatingIfNeeded: $0) }
  }

  /// The kernels add in 32 bits: no input may take a sum beyond them.
  private static func checkSums(
    _ rows: [Int32], _ bias: [Int32], hidden: Int, group: Int
  ) throws(RDCError) {
    var sums = [Int](repeating: 0, count: hidden)
    for (place, weight) in rows.enumerated() {
      guard Int32(Int16(truncatingIfNeeded: weight)) == weight else {
        throw .photo(.model(reason: "group \(group): a weight of \(weight)"))
      }
      sums[place % hidden] += abs(Int(weight)) * featureLimit
    }
    let most = bias.reduce(0) { max($0, abs(Int($1))) }
    guard sums.allSatisfy({ $0 + most <= Int(Int32.max) }) else {
      throw .photo(.model(reason: "group \(group): its sums overflow"))
    }
  }

  /// The hidden layer's biases at a quality.
  func hiddenBias(at quality: Int) -> [Int32] {
    interpolate(hiddenBias, hidden, quality).map { Int32($0) }
  }

  /// The outputs' biases at a quality.
  func bias(at quality: Int) -> [Int64] {
    interpolate(bias, outputs, quality).map { Int64($0) }
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
