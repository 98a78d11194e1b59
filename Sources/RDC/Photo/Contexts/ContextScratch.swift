import CKernels

/// The features of one position and what a group's network makes of them.
///
/// A class, so that its memory is taken once a group and strip; used by one
/// thread.
final class ContextScratch {
  private let group: ContextGroup
  private let hiddenBias: [Int32]
  private let bias: [Int64]
  private let lut: [UInt8]
  private let channels: Int
  /// Inputs that are not zero: row of the weights, and value.
  private let rows: UnsafeMutablePointer<Int32>
  private let values: UnsafeMutablePointer<Int32>
  private var count = 0
  private let hidden: UnsafeMutablePointer<Int32>
  private let sums: UnsafeMutablePointer<Int64>
  /// Differences to neighbours of the channels of means, and near values.
  private let slopes: UnsafeMutablePointer<Int>
  private let near: UnsafeMutablePointer<Int>
  private let reference: UnsafeMutablePointer<Int>
  private let same: UnsafeMutablePointer<UnsafePointer<UInt8>?>
  /// Bits of the earlier channels in each word of a mask.
  private let earlier: (UInt64, UInt64)

  init(_ group: ContextGroup, quality: Int, _ contexts: FieldContexts) {
    self.group = group
    hiddenBias = group.hiddenBias(at: quality)
    bias = group.bias(at: quality)
    lut = contexts.magnitudes
    channels = contexts.channels
    rows = .allocate(capacity: group.inputLimit)
    values = .allocate(capacity: group.inputLimit)
    hidden = .allocate(capacity: group.hidden)
    sums = .allocate(capacity: group.outputs)
    slopes = .allocate(capacity: max(1, group.slopes))
    near = .allocate(capacity: group.near)
    reference = .allocate(capacity: group.size)
    same = .allocate(capacity: FieldContexts.causal.count)
    func bits(_ count: Int) -> UInt64 {
      count >= 64 ? .max : (1 << UInt64(max(0, count))) - 1
    }
    earlier = (bits(group.start), bits(group.start - 64))
  }

  deinit {
    rows.deallocate()
    values.deallocate()
    hidden.deallocate()
    sums.deallocate()
    slopes.deallocate()
    near.deallocate()
    reference.deallocate()
    same.deallocate()
  }

  @inline(__always)
  func magnitude(_ value: Int32) -> UInt8 {
    lut[min((abs(Int(value)) + 32) >> 6, 63)]
  }

  @inline(__always)
  private func signed(_ value: Int) -> Int32 {
    Int32(truncatingIfNeeded: min(max(value, -512), 512) >> 3)
  }

  @inline(__always)
  private func linear(_ value: Int) -> Int {
    min(max(value, -4096), 4096)
  }

  @inline(__always)
  private func add(_ row: Int, _ value: Int32) {
    guard value != 0 else { return }
    rows[count] = Int32(truncatingIfNeeded: row)
    values[count] = value
    count += 1
  }

  /// The class of an own channel at the position read last.
  @inline(__always)
  func scale(_ channel: Int, classes: Int) -> Int {
    Int(min(max((sums[channel] + (1 << 18)) >> 19, 0), Int64(classes - 1)))
  }

  /// The mean of an own channel at the position read last, in 1/64 step.
  @inline(__always)
  func mean(_ channel: Int) -> Int {
    guard group.hasMean else { return 0 }
    let sum = sums[group.size + channel]
    return reference[channel] + Int((sum + (1 << 13)) >> 14)
  }

  /// Reads a position: features, hidden layer, outputs.
  func read(_ planes: FieldPlanes, y: Int, x: Int, isa: Int32) {
    count = 0
    let here = planes.position(y, x)
    if group.start > 0 {
      readWindow(planes, here)
      readSlopes(planes, y, x, here)
    }
    if group.hasMean {
      readNear(planes, y, x, here)
    } else {
      readOwn(planes, here)
    }
    rdc_context_hidden(
      isa, group.rows, Int64(group.hidden), rows, values, Int64(count),
      hiddenBias, hidden)
    for j in 0..<group.hidden {
      hidden[j] = min(max(hidden[j], 0) >> 5, 32767)
    }
    for i in 0..<group.outputs { sums[i] = bias[i] }
    rdc_context_outputs(
      isa, group.leave, hidden, Int64(group.hidden), Int64(group.outputs),
      sums)
    if !group.isDC { addSame(planes, here, isa) }
    if group.hasMean { addLinear() }
  }

  /// 3×3 magnitudes of all earlier channels, signed values of a few.
  private func readWindow(_ planes: FieldPlanes, _ here: Int) {
    let width = group.windowChannels
    var tap = 0
    for dy in -1...1 {
      for dx in -1...1 {
        let position = here + dy * planes.stride + dx
        let magnitudes = planes.magnitudes + position * channels
        var bits = planes.masks[2 * position] & earlier.0
        while bits != 0 {
          let channel = bits.trailingZeroBitCount
          add(tap * width + channel, Int32(magnitudes[channel]))
          bits &= bits &- 1
        }
        bits = planes.masks[2 * position + 1] & earlier.1
        while bits != 0 {
          let channel = 64 + bits.trailingZeroBitCount
          add(tap * width + channel, Int32(magnitudes[channel]))
          bits &= bits &- 1
        }
        let values = planes.values + position * channels
        for channel in group.signed {
          add(
            tap * width + group.start + channel - group.signed.lowerBound,
            signed(Int(values[channel])))
        }
        tap += 1
      }
    }
  }

  /// Neighbours less the position itself, in the channels of means; the
  /// strip's edge goes on outside.
  private func readSlopes(
    _ planes: FieldPlanes, _ y: Int, _ x: Int, _ here: Int
  ) {
    var place = 0
    for channel in 0..<group.slopeChannels {
      let centre = Int(planes.values[here * channels + channel])
      for (dy, dx) in FieldContexts.around {
        let position = planes.position(
          min(max(y + dy, 0), planes.height - 1),
          min(max(x + dx, 0), planes.width - 1))
        let e = Int(planes.values[position * channels + channel]) - centre
        slopes[place] = e
        add(group.slopeRow + place, signed(e))
        add(group.slopeRow + group.slopes + place, magnitudeOf(e))
        place += 1
      }
    }
  }

  @inline(__always)
  private func magnitudeOf(_ value: Int) -> Int32 {
    Int32(lut[min((abs(value) + 32) >> 6, 63)])
  }

  /// Decoded neighbours of the own channels, less the reference.
  private func readNear(
    _ planes: FieldPlanes, _ y: Int, _ x: Int, _ here: Int
  ) {
    let values = planes.values + group.start
    for i in 0..<group.size {
      guard group.isDC else {
        reference[i] = 0
        continue
      }
      let left = Int(values[(here - 1) * channels + i])
      let up = Int(values[(here - planes.stride) * channels + i])
      // Outside is 0, so the sum is the one that exists.
      reference[i] = x > 0 && y > 0 ? (left + up) >> 1 : left + up
    }
    var place = 0
    for (dy, dx) in FieldContexts.causal {
      let inside = y + dy >= 0 && x + dx >= 0 && x + dx < planes.width
      let position = here + dy * planes.stride + dx
      for i in 0..<group.size {
        let d =
          inside ? Int(values[position * channels + i]) - reference[i] : 0
        near[place] = d
        add(group.nearRow + place, signed(d))
        add(group.nearRow + group.near + place, magnitudeOf(d))
        place += 1
      }
    }
  }

  /// Magnitudes of the own channels at four neighbours.
  private func readOwn(_ planes: FieldPlanes, _ here: Int) {
    for (place, causal) in FieldContexts.own.enumerated() {
      let (dy, dx) = FieldContexts.causal[causal]
      let position = here + dy * planes.stride + dx
      let magnitudes =
        planes.magnitudes + position * channels + group.start
      let row = group.nearRow + place * group.size
      for i in 0..<group.size { add(row + i, Int32(magnitudes[i])) }
    }
  }

  private func addSame(_ planes: FieldPlanes, _ here: Int, _ isa: Int32) {
    let magnitudes = UnsafePointer(planes.magnitudes)
    for (place, (dy, dx)) in FieldContexts.causal.enumerated() {
      same[place] =
        magnitudes + (here + dy * planes.stride + dx) * channels + group.start
    }
    rdc_context_same(
      isa, group.same, same, Int64(FieldContexts.causal.count),
      Int64(group.size), sums)
  }

  private func addLinear() {
    let (size, nearCount) = (group.size, group.near)
    for place in 0..<nearCount {
      let value = linear(near[place])
      guard value != 0 else { continue }
      for i in 0..<size {
        sums[size + i] += Int64(value) * Int64(group.linear[place * size + i])
      }
    }
    for place in 0..<group.slopes {
      let value = linear(slopes[place])
      guard value != 0 else { continue }
      for i in 0..<size {
        sums[size + i] +=
          Int64(value) * Int64(group.linear[(nearCount + place) * size + i])
      }
    }
  }
}
