/// What the networks see of a value in 1/64 step.
struct ContextFeatures: Sendable {
  private let lut: [UInt8]

  /// - Parameter magnitudes: 64 of them, by distance from 0 in steps.
  init(_ magnitudes: [UInt8]) { lut = magnitudes }

  /// How large a value is, roughly logarithmic.
  @inline(__always)
  func magnitude(_ value: Int) -> UInt8 {
    lut[min((abs(value) + 32) >> 6, 63)]
  }

  /// The value itself, limited, in 1/8 step.
  @inline(__always)
  static func signed(_ value: Int) -> Int8 {
    Int8(truncatingIfNeeded: min(max(value, -512), 512) >> 3)
  }

  /// Both as two 16-bit numbers, the signed one low.
  @inline(__always)
  func pair(_ value: Int) -> UInt32 {
    UInt32(UInt16(bitPattern: Int16(Self.signed(value))))
      | UInt32(magnitude(value)) << 16
  }

  /// The value as a mean is predicted from it.
  @inline(__always)
  static func linear(_ value: Int) -> Int32 {
    Int32(truncatingIfNeeded: min(max(value, -4096), 4096))
  }
}
