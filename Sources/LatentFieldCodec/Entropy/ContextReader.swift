import CKernels

/// The features of one position and what a group's network makes of them.
///
/// A class, so that its memory is taken once a group and strip; used by one
/// thread.
final class ContextReader {
  let group: ContextGroup
  /// The class of each own channel, once `readClasses()` has found them.
  let classes: UnsafeMutablePointer<Int>
  /// Dither of each channel in 1/64 step, 0 before `readClasses()`.
  let dithers: UnsafeMutablePointer<Int>
  /// Means in 1/64 step.
  let means: UnsafeMutablePointer<Int>
  /// The symbols, which a coder puts here.
  let symbols: UnsafeMutablePointer<Int>
  /// The position read last.
  private(set) var y = 0
  private(set) var x = 0

  private let planes: ContextPlanes
  private let features: ContextFeatures
  private let tables: ScaleTables
  private let isa: Int32
  private var random: FieldDither
  private var place = 0
  private var level = 0
  private var active: UInt32 = 0
  /// Whether a position has a magnitude that is not zero, in the group.
  private let isActive: UnsafeMutablePointer<UInt8>
  /// The group's magnitudes, [position][outputs], those of active positions;
  /// what stands behind them meets weights of zero.
  private let own: UnsafeMutablePointer<UInt8>
  /// Values of a group with means, [position][size].
  private let values: UnsafeMutablePointer<Int32>
  private let near: UnsafeMutablePointer<UInt32>
  private let nearValues: UnsafeMutablePointer<Int16>
  private let reference: UnsafeMutablePointer<Int>
  private let hidden: UnsafeMutablePointer<Int16>
  private let sums: UnsafeMutablePointer<Int32>
  /// The network at each level of quality; the kernels keep pointers.
  private let networks: UnsafeMutablePointer<rdc_context_group>
  private let biases: [FixedValues<Int32>]
  private let kernelPlanes: UnsafeMutablePointer<rdc_context_planes>
  private let dense: UnsafeMutablePointer<rdc_context_dense>

  init(
    _ group: ContextGroup, _ planes: ContextPlanes, levels: [Int],
    _ model: ContextModel, _ tables: ScaleTables, _ random: FieldDither,
    isa: Int32
  ) {
    self.group = group
    self.planes = planes
    features = model.features
    self.tables = tables
    self.random = random
    self.isa = isa
    func zeros<Value: BinaryInteger>(
      _ count: Int
    ) -> UnsafeMutablePointer<Value> {
      let memory = UnsafeMutablePointer<Value>.allocate(
        capacity: max(1, count))
      memory.initialize(repeating: 0, count: max(1, count))
      return memory
    }
    let size = group.size
    classes = zeros(size)
    dithers = zeros(size)
    means = zeros(size)
    symbols = zeros(size)
    reference = zeros(size)
    isActive = zeros(planes.positions)
    own = zeros(planes.positions * group.paddedOutputs)
    values = zeros(group.hasMean ? planes.positions * size : 0)
    near = zeros(group.near)
    nearValues = zeros(group.near)
    hidden = zeros(group.hidden)
    sums = zeros(group.paddedOutputs)
    var biases: [FixedValues<Int32>] = []
    networks = .allocate(capacity: levels.count)
    for (level, quality) in levels.enumerated() {
      let hiddenBias = FixedValues(group.hiddenBias(at: quality))
      let bias = FixedValues(group.bias(at: quality))
      biases += [hiddenBias, bias]
      (networks + level).initialize(
        to: group.network(
          hiddenBias, bias, flagBias: group.flagBias(at: quality)))
    }
    self.biases = biases
    kernelPlanes = .allocate(capacity: 1)
    kernelPlanes.initialize(
      to: rdc_context_planes(
        stride: Int64(planes.stride), slots: Int64(planes.slots),
        lists: planes.lists, counts: planes.counts, own: own))
    dense = .allocate(capacity: 1)
    dense.initialize(to: rdc_context_dense())
  }

  deinit {
    for pointer in [classes, dithers, means, symbols, reference] {
      pointer.deallocate()
    }
    isActive.deallocate()
    own.deallocate()
    values.deallocate()
    near.deallocate()
    nearValues.deallocate()
    hidden.deallocate()
    sums.deallocate()
    networks.deallocate()
    kernelPlanes.deallocate()
    dense.deallocate()
  }

  /// Reads a position: the flag's class (nothing to go by without a flag), and
  /// the means.
  @inline(__always)
  func read(y: Int, x: Int, level: Int) -> Int {
    self.y = y
    self.x = x
    self.level = level
    place = planes.position(y, x)
    if group.slopes > 0 {
      let slopes = place * group.slopes
      dense.pointee.slopes = UnsafePointer(planes.slopes + slopes)
      dense.pointee.slope_values = UnsafeRawPointer(
        planes.slopeValues + slopes
      ).assumingMemoryBound(to: UInt32.self)
    }
    if group.hasMean { readNear() }
    let network = networks + level
    var flag = rdc_context_hidden(
      isa, network, kernelPlanes, Int64(place), dense, hidden)
    if !group.isReference {
      active = causalBits()
      flag = flag &+ group.flagSame(active)
    }
    if group.hasMean {
      readOutputs()
      for i in 0..<group.size {
        let sum = sums[group.size + i] &+ (1 << 13)
        means[i] = reference[i] + Int(sum >> 14)
      }
    }
    return FlagTables.index(flag)
  }

  private func readOutputs() {
    rdc_context_outputs(
      isa, networks + level, kernelPlanes, Int64(place), dense, active, hidden,
      sums)
  }

  /// Finds the classes and dithers of all channels at the position.
  func readClasses() {
    if !group.hasMean { readOutputs() }
    for i in 0..<group.size {
      let index = tables.index(of: sums[i])
      classes[i] = index
      let amplitude = tables.dither[index]
      dithers[i] =
        amplitude == 0
        ? 0
        : random.offset(
          y: y, x: x, channel: group.start + i, amplitude: amplitude)
    }
  }

  /// Bits of the causal neighbours that are active.
  @inline(__always)
  private func causalBits() -> UInt32 {
    let (above, here) = (isActive + (place - planes.stride), isActive + place)
    let top = above - planes.stride
    @inline(__always)
    func five(_ row: UnsafeMutablePointer<UInt8>) -> UInt32 {
      let low = UInt32(row[-2]) | UInt32(row[-1]) << 1 | UInt32(row[0]) << 2
      return low | UInt32(row[1]) << 3 | UInt32(row[2]) << 4
    }
    return five(top) | five(above) << 5 | UInt32(here[-2]) << 10
      | UInt32(here[-1]) << 11
  }

  /// Differences to the neighbours that are decoded.
  private func readNear() {
    let (size, stride) = (group.size, planes.stride)
    if group.isReference {
      let (left, up) = (
        values + (place - 1) * size, values + (place - stride) * size
      )
      for i in 0..<size {
        let sum = Int(left[i]) + Int(up[i])
        // Outside is 0, so the sum is the one that exists.
        reference[i] = x > 0 && y > 0 ? sum >> 1 : sum
      }
    }
    var next = 0
    for (dy, dx) in FieldLayout.causal {
      let inside = y + dy >= 0 && x + dx >= 0 && x + dx < planes.width
      let neighbour = values + (place + dy * stride + dx) * size
      for i in 0..<size {
        let difference = inside ? Int(neighbour[i]) - reference[i] : 0
        near[next] = features.pair(difference)
        nearValues[next] = Int16(
          truncatingIfNeeded: ContextFeatures.linear(difference))
        next += 1
      }
    }
    dense.pointee.near = UnsafePointer(near)
    dense.pointee.near_values = UnsafeRawPointer(nearValues)
      .assumingMemoryBound(to: UInt32.self)
  }

  /// Takes in the values of a position: those of the symbols, or the means
  /// where the flag is lowered.
  @inline(__always)
  func commit(isRaised: Bool, to output: UnsafeMutablePointer<Int32>) {
    guard isRaised || group.hasMean else { return }
    let limit = FieldLayout.valueLimit
    let magnitudes = own + place * group.paddedOutputs
    var any: UInt8 = 0
    for i in 0..<group.size {
      var value = means[i]
      if isRaised { value += 64 * symbols[i] - dithers[i] }
      value = min(max(value, -limit), limit)
      output[i] = Int32(truncatingIfNeeded: value)
      if group.hasMean {
        values[place * group.size + i] = Int32(truncatingIfNeeded: value)
      }
      magnitudes[i] = features.magnitude(value)
      any |= magnitudes[i]
    }
    isActive[place] = any == 0 ? 0 : 1
    if any != 0 { list(magnitudes) }
    if group.slots.hasSigned { listSigned(output) }
  }

  /// Adds a position's new magnitudes to its list.
  @inline(__always)
  private func list(_ magnitudes: UnsafeMutablePointer<UInt8>) {
    let first = group.slots.first
    for pair in 0..<group.size / 2 {
      planes.append(
        magnitudes[2 * pair], magnitudes[2 * pair + 1], slot: first + pair,
        position: place)
    }
    if group.size % 2 == 1 {
      planes.append(
        magnitudes[group.size - 1], 0, slot: first + group.slots.pairs - 1,
        position: place)
    }
  }

  private func listSigned(_ output: UnsafeMutablePointer<Int32>) {
    let size = group.size
    func signed(_ i: Int) -> UInt8 {
      i < size
        ? UInt8(bitPattern: ContextFeatures.signed(Int(output[i]))) : 0
    }
    for pair in 0..<group.slots.pairs {
      planes.append(
        signed(2 * pair), signed(2 * pair + 1),
        slot: group.slots.first + group.slots.pairs + pair, position: place)
    }
  }
}

extension ContextGroup {
  /// The network at one quality, as the kernels read it.
  fileprivate func network(
    _ hiddenBias: FixedValues<Int32>, _ bias: FixedValues<Int32>,
    flagBias: Int32
  ) -> rdc_context_group {
    rdc_context_group(
      rows: rows.base, hidden: Int64(hidden), hidden_bias: hiddenBias.base,
      window: Int64(slots.first), own_row: Int64(ownRow ?? -1),
      own: Int64(slots.pairs), dense_row: Int64(denseRow),
      slopes: Int64(slopes), near: Int64(near),
      flag: isReference ? nil : flag.base, flag_bias: flagBias,
      leave: leave.base, outputs: Int64(paddedOutputs), bias: bias.base,
      same: isReference ? nil : same.base, linear: hasMean ? linear.base : nil)
  }
}
