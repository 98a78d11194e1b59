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
  private let neighbours: ContextNeighbours
  private let hidden: UnsafeMutablePointer<Int16>
  private let sums: UnsafeMutablePointer<Int32>
  private let networks: ContextNetworks
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
    classes = .zeros(group.size)
    dithers = .zeros(group.size)
    means = .zeros(group.size)
    symbols = .zeros(group.size)
    isActive = .zeros(planes.positions)
    own = .zeros(planes.positions * group.paddedOutputs)
    neighbours = ContextNeighbours(group, positions: planes.positions)
    hidden = .zeros(group.hidden)
    sums = .zeros(group.paddedOutputs)
    networks = ContextNetworks(group, levels: levels)
    kernelPlanes = .allocate(capacity: 1)
    kernelPlanes.initialize(
      to: rdc_context_planes(
        stride: Int64(planes.stride), slots: Int64(planes.slots),
        lists: planes.lists, counts: planes.counts, own: own))
    dense = .allocate(capacity: 1)
    dense.initialize(to: rdc_context_dense())
  }

  deinit {
    for pointer in [classes, dithers, means, symbols] { pointer.deallocate() }
    isActive.deallocate()
    own.deallocate()
    hidden.deallocate()
    sums.deallocate()
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
    if group.hasMean {
      neighbours.read(y: y, x: x, planes, group, features, into: dense)
    }
    var flag = rdc_context_hidden(
      isa, networks.base + level, kernelPlanes, Int64(place), dense, hidden)
    if !group.isReference {
      active = causalBits()
      flag = flag &+ group.flagSame(active)
    }
    if group.hasMean {
      readOutputs()
      for i in 0..<group.size {
        let sum = sums[group.size + i] &+ (1 << 13)
        means[i] = neighbours.reference[i] + Int(sum >> 14)
      }
    }
    return FlagTables.index(flag)
  }

  private func readOutputs() {
    rdc_context_outputs(
      isa, networks.base + level, kernelPlanes, Int64(place), dense, active,
      hidden, sums)
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
        neighbours.keep(output[i], i, of: group.size, place: place)
      }
      magnitudes[i] = features.magnitude(value)
      any |= magnitudes[i]
    }
    isActive[place] = any == 0 ? 0 : 1
    if any != 0 { planes.list(magnitudes, of: group, position: place) }
    if group.slots.hasSigned {
      planes.listSigned(output, of: group, position: place)
    }
  }
}
