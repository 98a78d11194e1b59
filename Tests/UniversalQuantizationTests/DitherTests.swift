import Testing
import UniversalQuantization

@Suite struct DitherTests {
  @Test(arguments: [0, -1, 3, 48, 8192, Int.min])
  func `a resolution that is no power of two throws`(_ resolution: Int) {
    #expect(throws: QuantizationError.resolution(found: resolution)) {
      try DitherGrid(resolution: resolution)
    }
  }

  @Test(arguments: [1, 2, 64, 4096])
  func `offsets are symmetric, evenly spaced and exact`(_ n: Int) throws {
    let grid = try DitherGrid(resolution: n)
    for g in 0..<n {
      #expect(grid.offset(g) == -grid.offset(n - 1 - g))
      #expect(
        Double(grid.offset(g))
          == (Double(g) + 0.5) / Double(n) - 0.5)
    }
  }

  @Test func `golden indices, the same on every machine`() throws {
    let grid = try DitherGrid(resolution: 64)
    // The first is the top six bits of the generator's known answer for zero:
    // 0x6627e8d5 >> 26 = 25 and so on.
    #expect(
      Dither(seed: 0, grid: grid).indices(picture: 0, 0..<4)
        == [25, 56, 47, 38])
    #expect(
      Dither(seed: 0x0123_4567_89ab_cdef, grid: grid)
        .indices(picture: 0x1_0000_0002, 2..<9)
        == Self.golden)
  }

  static let golden: [UInt16] = [46, 50, 46, 44, 44, 54, 53]

  @Test func `any range of latents gives the same indices`() throws {
    let dither = Dither(seed: 7, grid: try DitherGrid(resolution: 1024))
    let all = dither.indices(picture: 3, 0..<40)
    for start in 0..<40 {
      for end in start...40 {
        #expect(
          dither.indices(picture: 3, start..<end) == Array(all[start..<end]))
      }
    }
    #expect(dither.indices(picture: 4, 0..<40) != all)
  }

  @Test func `without resolution there is no dither`() throws {
    let dither = Dither(seed: 9, grid: try DitherGrid(resolution: 1))
    #expect(dither.indices(picture: 0, 0..<8) == Array(repeating: 0, count: 8))
    #expect(dither.offset(0) == 0)
  }

  @Test(arguments: [UInt64(0), 1, 0xdead_beef_0000_0001])
  func `indices are uniform`(_ seed: UInt64) throws {
    let dither = Dither(seed: seed, grid: try DitherGrid(resolution: 64))
    var counts = Array(repeating: 0, count: 64)
    for picture in 0..<UInt64(4096) {
      for g in dither.indices(picture: picture, 0..<3) { counts[Int(g)] += 1 }
    }
    // 63 degrees of freedom; 120 is passed by chance once in 60,000 times.
    #expect(chiSquare(counts) < 120)
  }
}

/// Pearson's statistic of counts that should be equal.
func chiSquare(_ counts: [Int]) -> Double {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  return counts.reduce(0) {
    $0 + (Double($1) - expected) * (Double($1) - expected) / expected
  }
}
