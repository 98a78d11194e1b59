import CKernels

/// What the means of a group are predicted from: the values of neighbours that
/// are decoded, less a reference.
struct ContextNeighbours: ~Copyable {
  /// What the differences are relative to: 0, or for a group of references the
  /// mean of two neighbours.
  let reference: UnsafeMutablePointer<Int>
  /// Values of the group, [position][size].
  private let values: UnsafeMutablePointer<Int32>
  private let near: UnsafeMutablePointer<UInt32>
  private let nearValues: UnsafeMutablePointer<Int16>

  init(_ group: ContextGroup, positions: Int) {
    reference = .zeros(group.size)
    values = .zeros(group.hasMean ? positions * group.size : 0)
    near = .zeros(group.near)
    nearValues = .zeros(group.near)
  }

  deinit {
    reference.deallocate()
    values.deallocate()
    near.deallocate()
    nearValues.deallocate()
  }

  /// Keeps a value of a position, for positions behind it.
  @inline(__always)
  func keep(_ value: Int32, _ channel: Int, of size: Int, place: Int) {
    values[place * size + channel] = value
  }

  /// Finds the reference and the differences at a position, for the network.
  func read(
    y: Int, x: Int, _ planes: ContextPlanes, _ group: ContextGroup,
    _ features: ContextFeatures,
    into dense: UnsafeMutablePointer<rdc_context_dense>
  ) {
    let (size, stride, place) = (
      group.size, planes.stride, planes.position(y, x)
    )
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
}
