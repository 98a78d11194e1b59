/// IEEE 754 binary16 to binary32, exactly, on every platform.
///
/// `Float16` is missing on x86-64 macOS, so the bits are moved by hand.
enum HalfPrecision {
  static func widen(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let exponent = UInt32(half >> 10 & 0x1F)
    let fraction = UInt32(half & 0x3FF)
    switch exponent {
    case 0:
      // Zero and subnormals: fraction · 2⁻²⁴ is exact in binary32.
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 31:
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
