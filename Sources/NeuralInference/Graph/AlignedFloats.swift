/// Constant float32 values on a 64 byte boundary, so that no vector of the
/// kernels crosses a cache line.
///
/// `@unchecked Sendable`: the memory is written before `init` returns and only
/// read from then on, until the last owner lets go of it.
final class AlignedFloats: @unchecked Sendable {
  let pointer: UnsafePointer<Float>
  let count: Int

  /// `fill` writes all values.
  init(count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    let floats = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    fill(floats)
    pointer = UnsafePointer(floats)
    self.count = count
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count) { target in
      for (index, value) in values.enumerated() { target[index] = value }
    }
  }

  deinit { UnsafeMutableRawPointer(mutating: pointer).deallocate() }
}
