import Foundation
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Behind a raised flag some symbol is not zero, and nothing is paid for that.
@Suite struct ZeroExclusionTests {
  /// Chance of each channel to be the first one that is not in cell 0.
  static func firsts(_ zeros: [UInt32]) -> [Double] {
    let memory = UnsafeMutablePointer<UInt64>.allocate(
      capacity: zeros.count + 1)
    defer { memory.deallocate() }
    let exclusion = ZeroExclusion(memory)
    zeros.withUnsafeBufferPointer {
      if let base = $0.baseAddress {
        exclusion.fill(base, count: zeros.count)
      }
    }
    var left = 1.0
    return zeros.indices.map { channel in
      guard channel < zeros.count - 1 else { return left }
      let part = exclusion.part(channel, zero: zeros[channel])
      let chance = left * (1 - Double(part) / 65536)
      left *= Double(part) / 65536
      return chance
    }
  }

  @Test(arguments: 1...64)
  func `chances are those without the case of all zeros`(_ count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    for _ in 0..<50 {
      let zeros = (0..<count).map { _ in
        UInt32(1000 + random.next() % 64500)
      }
      let all = zeros.reduce(1.0) { $0 * Double($1) / 65536 }
      var before = 1.0
      let found = Self.firsts(zeros)
      #expect(abs(found.reduce(0, +) - 1) < 1e-12)
      for (zero, chance) in zip(zeros, found) {
        let here = Double(zero) / 65536
        let wanted = before * (1 - here) / (1 - all)
        // Every channel rounds once, and hands that on.
        #expect(abs(chance - wanted) < 3.0 / 65536)
        before *= here
      }
    }
  }

  @Test(arguments: [
    [1], [65534], [1, 1], [65534, 65534], [1, 65534], [65534, 1],
    [UInt32](repeating: 65534, count: 64), [UInt32](repeating: 1, count: 64),
  ])
  func `no table, however odd, leaves a symbol without a part`(
    _ zeros: [UInt32]
  ) {
    for chance in Self.firsts(zeros) { #expect(chance > 0) }
  }
}
