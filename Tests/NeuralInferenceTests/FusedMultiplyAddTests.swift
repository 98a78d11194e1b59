import CKernels
import Foundation
import NeuralInference
import Support
import TestSupport
import Testing

/// The software multiply-add must be the IEEE 754 one, bit for bit.
struct FusedMultiplyAddTests {
  struct Vector: Sendable {
    let a: Float
    let b: Float
    let c: Float
    let result: UInt32
  }

  /// Results computed by exact rational arithmetic.
  static let vectors: [Vector] = [
    // One rounding: (1 + 2^-12)^2 - (1 + 2^-11) = 2^-24, exactly.
    Vector(
      a: 0x1.001p0, b: 0x1.001p0, c: -0x1.002p0, result: 0x3380_0000),
    // Double rounding would make this a tie to even: 1 + 2^-24 + 2^-80.
    Vector(a: 0x1p-40, b: 0x1p-40, c: 0x1p0, result: 0x3F80_0000),
    Vector(
      a: 0x1.000002p0, b: 0x1.000002p-24, c: 0x1p0, result: 0x3F80_0001),
    Vector(
      a: 0x1.fffffep-1, b: 0x1.000002p-24, c: 0x1p0, result: 0x3F80_0001),
    // The largest product below the tie.
    Vector(
      a: 0x1.fffffep-1, b: 0x1p-24, c: 0x1p0, result: 0x3F80_0000),
    // Just below a tie, by less than double can tell: rounding twice would
    // reach the even neighbour. The last one is subnormal.
    Vector(
      a: 0x1.000002p0, b: 0x1.fffffcp-25, c: 0x1.000002p0, result: 0x3F80_0001),
    Vector(
      a: -0x1.000002p0, b: 0x1.fffffcp-25, c: -0x1.000002p0,
      result: 0xBF80_0001),
    Vector(
      a: 0x1.000002p-75, b: 0x1.fffffcp-76, c: Float(bitPattern: 0x0008_0001),
      result: 0x0008_0001),
    // Exact ties go to the even neighbour.
    Vector(a: 0x1p-12, b: 0x1p-12, c: 0x1p0, result: 0x3F80_0000),
    Vector(a: 0x1p-12, b: 0x1p-12, c: 0x1.000002p0, result: 0x3F80_0002),
    // Subnormal results: exact, a tie to even, and just above the tie.
    Vector(a: 0x1p-75, b: 0x1p-74, c: 0, result: 0x0000_0001),
    Vector(a: 0x1p-75, b: 0x1p-75, c: 0, result: 0x0000_0000),
    Vector(a: 0x1.8p-75, b: 0x1p-74, c: 0, result: 0x0000_0002),
    Vector(a: 0x1.000002p-75, b: 0x1p-75, c: 0, result: 0x0000_0001),
    Vector(a: 0x1p-149, b: 0x1p-149, c: 0x1p-149, result: 0x0000_0001),
    Vector(a: -0x1p-149, b: 0x1p-149, c: 0x1p-126, result: 0x0080_0000),
    // Underflow keeps the sign.
    Vector(a: -0x1p-149, b: 0x1p-149, c: 0, result: 0x8000_0000),
    Vector(a: -0x1p-149, b: 0x1p-149, c: -0.0, result: 0x8000_0000),
    // Signed zeros.
    Vector(a: 0, b: -1, c: -0.0, result: 0x8000_0000),
    Vector(a: 0, b: 1, c: -0.0, result: 0x0000_0000),
    Vector(a: 1, b: -1, c: 1, result: 0x0000_0000),
    // Overflow, only of the result and not of the product.
    Vector(
      a: 0x1.fffffep127, b: 2, c: -0x1.fffffep127, result: 0x7F7F_FFFF),
    Vector(a: 0x1.fffffep127, b: 2, c: 0, result: 0x7F80_0000),
    Vector(
      a: 0x1p127, b: 0x1.fffffep0, c: 0x1p103, result: 0x7F80_0000),
    Vector(
      a: 0x1p127, b: 0x1.fffffep0, c: 0x1.fffffep102, result: 0x7F7F_FFFF),
    Vector(a: -.infinity, b: 2, c: 1, result: 0xFF80_0000),
    Vector(a: 1, b: 1, c: -.infinity, result: 0xFF80_0000),
  ]

  @Test(arguments: vectors)
  func `the result is exact`(_ vector: Vector) {
    let (a, b, c) = (vector.a, vector.b, vector.c)
    #expect(rdc_fma_software(a, b, c).bitPattern == vector.result)
    #expect(fma(a, b, c).bitPattern == vector.result)
    for isa in 0..<Int32(3) where rdc_isa_available(isa) != 0 {
      #expect(rdc_fma(isa, a, b, c).bitPattern == vector.result)
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `random bits give the library's result`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for round in 0..<40_000 {
      var (a, b, c) = (random.float(), random.float(), random.float())
      switch round % 5 {
      case 0: c = -(a * b)  // only the rounding error of the product is left
      case 1:  // sums near the subnormal range
        a = Float(sign: a.sign, exponent: -70, significand: a.significand)
        b = Float(sign: b.sign, exponent: -70, significand: b.significand)
        c = Float(bitPattern: c.bitPattern & 0x80FF_FFFF)
      case 2:  // near ties: c is 23 … 26 bits above the product
        c = Float(
          sign: c.sign, exponent: 26 - round / 4 % 4, significand: c.significand
        )
        a = Float(sign: a.sign, exponent: 0, significand: a.significand)
        b = Float(sign: b.sign, exponent: 0, significand: b.significand)
      case 3:  // ties, and neighbours of ties, of few bits
        a = Float(Int8(truncatingIfNeeded: random.next())) * 0x1p-12
        b = Float(1 + Int(random.next() % 3)) * 0x1p-12
        c = Float(1 + Int(random.next() % 0xFF_FFFF)) * 0x1p-23
        if round % 2 == 0 {
          (a, b, c) = (a * 0x1p-60, b * 0x1p-65, c * 0x1p-125)
        }
      default: break
      }
      let expected = fma(a, b, c)
      var all = [rdc_fma_software(a, b, c)]
      for isa in 0..<Int32(3) where rdc_isa_available(isa) != 0 {
        all.append(rdc_fma(isa, a, b, c))
      }
      // An expectation for each value would take most of the time.
      for (index, found) in all.enumerated()
      where expected.isNaN
        ? !found.isNaN : found.bitPattern != expected.bitPattern
      {
        Issue.record("\(index): fma(\(a), \(b), \(c)) was \(found)")
      }
    }
  }
}

extension SplitMix64 {
  /// Any float, subnormal, infinite and NaN ones among them.
  fileprivate mutating func float() -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: next()))
  }
}
