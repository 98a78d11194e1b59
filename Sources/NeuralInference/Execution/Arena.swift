import CKernels

/// The memory of one run.
final class Arena {
  private let base: UnsafeMutablePointer<Float>

  /// Memory for `count` values that nothing has been written to.
  ///
  /// - Throws: `InferenceError.outOfMemory`.
  init(count: Int) throws(InferenceError) {
    let size = try Shape.multiply(
      count, MemoryLayout<Float>.stride, of: "memory of a run")
    guard let raw = rdc_allocate(Int64(size)) else {
      throw .outOfMemory(bytes: size)
    }
    base = raw.bindMemory(to: Float.self, capacity: count)
  }

  deinit { rdc_free(base) }

  /// The address of a tensor.
  subscript(_ offset: Int) -> UnsafeMutablePointer<Float> { base + offset }
}
