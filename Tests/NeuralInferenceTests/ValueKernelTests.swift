import CKernels
import NeuralInference
import Support
import TestSupport
import Testing

/// Kernels that move values: each against its definition, with every
/// instruction set.
struct ValueKernelTests {
  @Test func `every half is widened exactly`() {
    var bytes: [UInt8] = [0]  // so that they are not aligned
    for half in 0...UInt16.max {
      bytes += [UInt8(half & 0xFF), UInt8(half >> 8)]
    }
    var floats = [Float](repeating: 0, count: 1 << 16)
    bytes.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress {
        rdc_widen_half(base + 1, &floats, 1 << 16)
      }
    }
    for half in 0...UInt16.max {
      let sign: Float = half & 0x8000 == 0 ? 1 : -1
      let exponent = Int(half >> 10 & 31)
      let fraction = Float(half & 0x3FF)
      let found = floats[Int(half)]
      if exponent == 31 {
        #expect(
          found.bitPattern
            == UInt32(half & 0x8000) << 16 | 0x7F80_0000
            | UInt32(half & 0x3FF) << 13)
        continue
      }
      let expected =
        exponent == 0
        ? sign * fraction * 0x1p-24
        : sign * (1024 + fraction)
          * Float(sign: .plus, exponent: exponent - 25, significand: 1)
      #expect(found.bitPattern == expected.bitPattern)
    }
  }

  @Test func `what is not finite is found`() {
    for bad in [Float.infinity, -.infinity, .nan, -.nan] {
      for place in [0, 1, 15, 16, 98] {
        var values = [Float](repeating: .greatestFiniteMagnitude, count: 99)
        #expect(rdc_all_finite(values, 99) != 0)
        values[place] = bad
        #expect(rdc_all_finite(values, 99) == 0)
      }
    }
    #expect(rdc_all_finite([.infinity], 0) != 0)
  }

  @Test(arguments: InstructionSet.available)
  func `samples are rounded`(_ isa: InstructionSet) throws {
    var random = SplitMix64(seed: 5)
    var values = try random.tensor([1, 1003]).values.map { $0 * 2 }
    values[0] = .nan
    values[1] = .infinity
    values[2] = -.infinity
    for step in 0...255 { values[3 + step] = Float(step) / 255 }
    var samples = [UInt8](repeating: 7, count: values.count)
    rdc_samples(isa.code, values, &samples, Int64(values.count))
    for (value, sample) in zip(values, samples) {
      let limited = value.isNaN ? 0 : min(max(value, 0), 1)
      #expect(sample == UInt8(limited * 255 + 0.5))
    }
    #expect(samples[3..<259].elementsEqual(0...255))
  }

  @Test(arguments: InstructionSet.available, [1, 15, 16, 17, 784])
  func `errors are summed in their order`(
    _ isa: InstructionSet, _ size: Int
  ) throws {
    var random = SplitMix64(seed: UInt64(size))
    let picture = try random.tensor([1, size]).values.map { abs($0) }
    var decoded = try random.tensor([5, size]).values.map { $0 * 3 }
    decoded[0] = .nan
    var errors = [Float](repeating: -1, count: 5)
    rdc_squared_errors(
      isa.code, picture, decoded, 5, Int64(size), &errors)
    for row in 0..<5 {
      var sums = [Float](repeating: 0, count: 16)
      for i in 0..<size {
        let value = decoded[row * size + i]
        let d = picture[i] - (value.isNaN ? 0 : min(max(value, 0), 1))
        sums[i % 16] += d * d
      }
      for half in [8, 4, 2, 1] {
        for i in 0..<half { sums[i] += sums[i + half] }
      }
      #expect(errors[row].bitPattern == sums[0].bitPattern)
    }
  }
}
