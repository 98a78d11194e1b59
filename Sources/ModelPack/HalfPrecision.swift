import CKernels

/// IEEE 754 binary16 to binary32, exactly, on every platform.
///
/// `Float16` is missing on x86-64 macOS, so the bits are moved by hand.
enum HalfPrecision {
  /// The values of pairs of bytes, the lower one first.
  static func widen(_ bytes: ArraySlice<UInt8>) -> [Float] {
    let count = bytes.count / 2
    return [Float](unsafeUninitializedCapacity: count) { values, used in
      bytes.withUnsafeBufferPointer { bytes in
        if let from = bytes.baseAddress, let to = values.baseAddress {
          rdc_widen_half(from, to, Int64(count))
        }
      }
      used = count
    }
  }
}
