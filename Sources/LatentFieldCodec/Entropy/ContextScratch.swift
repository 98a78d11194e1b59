import CKernels

/// The features of one position and what a group's network makes of them.
///
/// A class, so that its memory is taken once a group and strip; used by one
/// thread.
final class ContextScratch {
  /// The class of each own channel at the position read last.
  let scales: UnsafeMutablePointer<Int>
  /// Their means, in 1/64 step.
  let means: UnsafeMutablePointer<Int>
  let features: ContextFeatures

  private let group: ContextGroup
  private let classes: Int
  private let isa: Int32
  private let dense: UnsafeMutablePointer<UInt32>
  /// What a mean is predicted from: near values, then slopes.
  private let differences: UnsafeMutablePointer<Int>
  private let reference: UnsafeMutablePointer<Int>
  private let hidden: UnsafeMutablePointer<Int16>
  private let sums: UnsafeMutablePointer<Int32>
  // The kernels keep pointers: copies that stay where they are.
  private let rows: UnsafeMutablePointer<Int16>
  private let leave: UnsafeMutablePointer<Int16>
  private let hiddenBias: UnsafeMutablePointer<Int32>
  private let bias: UnsafeMutablePointer<Int32>
  private let same: UnsafeMutablePointer<Int32>
  private let network: UnsafeMutablePointer<rdc_context_group>
  private let place: UnsafeMutablePointer<rdc_context_place>

  init(
    _ group: ContextGroup, quality: Int, _ contexts: FieldContexts,
    classes: Int, isa: Int32
  ) {
    self.group = group
    self.classes = classes
    self.isa = isa
    features = ContextFeatures(contexts.magnitudes)
    dense = .allocate(capacity: max(1, group.dense))
    dense.initialize(repeating: 0, count: max(1, group.dense))
    differences = .allocate(capacity: group.near + group.slopes)
    differences.initialize(repeating: 0, count: group.near + group.slopes)
    reference = .allocate(capacity: group.size)
    reference.initialize(repeating: 0, count: group.size)
    hidden = .allocate(capacity: Int(RDC_CONTEXT_HIDDEN))
    sums = .allocate(capacity: group.paddedOutputs)
    scales = .allocate(capacity: group.size)
    means = .allocate(capacity: group.size)
    means.initialize(repeating: 0, count: group.size)
    rows = Self.copy(group.rows)
    leave = Self.copy(group.leave)
    hiddenBias = Self.copy(group.hiddenBias(at: quality))
    bias = Self.copy(group.bias(at: quality))
    same = Self.copy(group.same)
    network = .allocate(capacity: 1)
    network.initialize(
      to: rdc_context_group(
        rows: rows, hidden: Int64(group.hidden), hidden_bias: hiddenBias,
        window: Int64(group.slots.first),
        own_row: group.ownRow.map(Int64.init) ?? -1,
        own: Int64(group.slots.pairs), dense_row: Int64(group.denseRow),
        leave: leave, outputs: Int64(group.paddedOutputs), bias: bias,
        same: group.same.isEmpty ? nil : UnsafePointer(same),
        own_channels: Int64(group.size)))
    place = .allocate(capacity: 1)
    place.initialize(to: rdc_context_place())
    place.pointee.dense_count = Int64(group.dense)
  }

  deinit {
    dense.deallocate()
    for pointer in [differences, reference, scales, means] {
      pointer.deallocate()
    }
    for pointer in [hidden, rows, leave] { pointer.deallocate() }
    for pointer in [sums, hiddenBias, bias, same] { pointer.deallocate() }
    network.deallocate()
    place.deallocate()
  }

  private static func copy<Value: BitwiseCopyable>(
    _ values: [Value]
  ) -> UnsafeMutablePointer<Value> {
    let copy = UnsafeMutablePointer<Value>.allocate(
      capacity: max(1, values.count))
    for (place, value) in values.enumerated() {
      (copy + place).initialize(to: value)
    }
    return copy
  }

  /// Reads a position: features, hidden layer, classes and means.
  func read(_ planes: FieldPlanes, y: Int, x: Int) {
    let here = planes.position(y, x)
    gather(planes, here)
    if group.hasMean {
      readDifferences(planes, y, x, here)
      place.pointee.dense = UnsafePointer(dense)
    } else {
      place.pointee.dense = UnsafePointer(
        planes.slopes + here * planes.slopeCount)
    }
    rdc_context_hidden(isa, network, place, hidden)
    guard group.fits32 else { return readWide() }
    rdc_context_outputs(isa, network, place, hidden, sums)
    for i in 0..<group.size {
      scales[i] = scale(Int(sums[i]))
    }
    guard group.hasMean else { return }
    for i in 0..<group.size { setMean(i, Int(sums[group.size + i])) }
  }

  @inline(__always)
  private func scale(_ sum: Int) -> Int {
    min(max((sum + (1 << 18)) >> 19, 0), classes - 1)
  }

  /// Lists of the 3×3 window, and the same channels' magnitudes.
  @inline(__always)
  private func gather(_ planes: FieldPlanes, _ here: Int) {
    let (lists, counts) = (UnsafePointer(planes.lists), planes.counts)
    let (stride, slots) = (planes.stride, planes.slots)
    @inline(__always)
    func list(_ position: Int) -> UnsafePointer<UInt32>? {
      lists + position * slots
    }
    let (above, below) = (here - stride, here + stride)
    place.pointee.lists = (
      list(above - 1), list(above), list(above + 1), list(here - 1),
      list(here), list(here + 1), list(below - 1), list(below),
      list(below + 1)
    )
    place.pointee.counts = (
      Int64(counts[above - 1]), Int64(counts[above]), Int64(counts[above + 1]),
      Int64(counts[here - 1]), Int64(counts[here]), Int64(counts[here + 1]),
      Int64(counts[below - 1]), Int64(counts[below]), Int64(counts[below + 1])
    )
    guard !group.isDC else { return }
    let magnitudes = UnsafePointer(planes.magnitudes) + group.start
    let channels = planes.channels
    @inline(__always)
    func causal(_ position: Int) -> UnsafePointer<UInt8>? {
      magnitudes + position * channels
    }
    let top = above - stride
    place.pointee.same = (
      causal(top - 2), causal(top - 1), causal(top), causal(top + 1),
      causal(top + 2), causal(above - 2), causal(above - 1), causal(above),
      causal(above + 1), causal(above + 2), causal(here - 2), causal(here - 1)
    )
  }

  /// Slopes and near values of a group with means.
  private func readDifferences(
    _ planes: FieldPlanes, _ y: Int, _ x: Int, _ here: Int
  ) {
    let (size, channels) = (group.size, planes.channels)
    let slopes = differences + group.near
    if group.slopes > 0 {
      planes.readSlopes(
        y, x, channels: group.slopeChannels, into: slopes)
      for i in 0..<group.slopes { dense[i] = features.pair(slopes[i]) }
    }
    let values = planes.values + group.start
    if group.isDC {
      for i in 0..<size {
        let left = Int(values[(here - 1) * channels + i])
        let up = Int(values[(here - planes.stride) * channels + i])
        // Outside is 0, so the sum is the one that exists.
        reference[i] = x > 0 && y > 0 ? (left + up) >> 1 : left + up
      }
    }
    let near = dense + group.slopes
    var next = 0
    for (dy, dx) in FieldContexts.causal {
      let inside = y + dy >= 0 && x + dx >= 0 && x + dx < planes.width
      let position = here + dy * planes.stride + dx
      for i in 0..<size {
        let d =
          inside ? Int(values[position * channels + i]) - reference[i] : 0
        differences[next] = d
        near[next] = features.pair(d)
        next += 1
      }
    }
  }

  /// The predicted mean of an own channel.
  private func setMean(_ i: Int, _ start: Int) {
    var sum = start
    let size = group.size
    group.linear.withUnsafeBufferPointer { linear in
      for place in 0..<group.near + group.slopes {
        sum +=
          ContextFeatures.linear(differences[place])
          * Int(linear[place * size + i])
      }
    }
    means[i] = reference[i] + (sum + (1 << 13)) >> 14
  }

  /// Outputs in 64 bits, for packs whose weights may need them.
  private func readWide() {
    let wide = group.paddedOutputs
    for i in 0..<group.outputs {
      var sum = Int(bias[i])
      for j in 0..<group.hidden {
        let weight = leave[(j / 2 * wide + i) * 2 + j % 2]
        sum += Int(hidden[j]) * Int(weight)
      }
      guard i < group.size else {
        setMean(i - group.size, sum)
        continue
      }
      if network.pointee.same != nil {
        withUnsafeBytes(of: place.pointee.same) { bytes in
          let places = bytes.bindMemory(to: UnsafePointer<UInt8>?.self)
          for (row, place) in places.enumerated() {
            sum += Int(same[row * wide + i]) * Int(place?[i] ?? 0)
          }
        }
      }
      scales[i] = scale(sum)
    }
  }
}
