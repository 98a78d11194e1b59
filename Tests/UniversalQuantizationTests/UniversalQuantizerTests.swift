import Support
import Testing
import UniversalQuantization

@Suite struct UniversalQuantizerTests {
  @Test(arguments: [1, 0, -4, 131_073, Int.max])
  func `impossible numbers of levels throw`(_ levels: Int) throws {
    let grid = try DitherGrid(resolution: 64)
    #expect(
      throws: QuantizationError.levels(found: levels, limit: 131_072)
    ) {
      try UniversalQuantizer(levels: levels, grid: grid)
    }
  }

  @Test(arguments: [0, -1, 65_536, Int.max, Int.max / 2, Int.min])
  func `impossible magnitudes throw`(_ magnitude: Int) throws {
    let grid = try DitherGrid(resolution: 64)
    #expect(throws: QuantizationError.self) {
      try UniversalQuantizer(magnitude: magnitude, grid: grid)
    }
  }

  @Test(arguments: [2, 3, 4, 16], [1, 8, 64])
  func `every index survives its own reconstruction`(
    _ levels: Int, _ resolution: Int
  ) throws {
    let grid = try DitherGrid(resolution: resolution)
    let quantizer = try UniversalQuantizer(levels: levels, grid: grid)
    for k in 0..<levels {
      for g in 0..<resolution {
        let y = quantizer.reconstruct(k, dither: g)
        #expect(
          Double(y)
            == Double(k) - Double(levels - 1) / 2 - Double(grid.offset(g)))
        #expect(quantizer.quantize(y, dither: g) == k)
      }
    }
  }

  @Test func `golden indices`() throws {
    let grid = try DitherGrid(resolution: 64)
    let three = try UniversalQuantizer(levels: 3, grid: grid)
    // u = −63/128, −1/128, 1/128, 63/128
    let dithers = [0, 31, 32, 63]
    #expect(dithers.map { three.quantize(0.5, dither: $0) } == [1, 1, 2, 2])
    #expect(dithers.map { three.quantize(-0.5, dither: $0) } == [0, 0, 1, 1])
    #expect(dithers.map { three.quantize(1, dither: $0) } == [2, 2, 2, 2])
    #expect(dithers.map { three.quantize(-1, dither: $0) } == [0, 0, 0, 0])
    let expected: [Float] = [191, 129, 127, 65].map { $0 / 128 }
    #expect(dithers.map { three.reconstruct(2, dither: $0) } == expected)
  }

  @Test func `a tie takes the higher level`() throws {
    let grid = try DitherGrid(resolution: 64)
    let four = try UniversalQuantizer(levels: 4, grid: grid)
    // Levels −1.5 … 1.5; halfway between the middle two, less the dither.
    for g in 0..<64 {
      let tie = -grid.offset(g)
      #expect(four.quantize(tie, dither: g) == 2)
      #expect(four.quantize(tie.nextDown, dither: g) == 1)
    }
    let undithered = try UniversalQuantizer(
      magnitude: 4, grid: DitherGrid(resolution: 1))
    #expect(undithered.quantize(0.5, dither: 0) == 1)
    #expect(undithered.quantize(-0.5, dither: 0) == 0)
    #expect(undithered.quantize(Float(-0.5).nextDown, dither: 0) == -1)
  }

  @Test func `what is out of range is clipped, and NaN is 0`() throws {
    let quantizer = try UniversalQuantizer(
      levels: 5, grid: DitherGrid(resolution: 64))
    for g in [0, 17, 63] {
      #expect(quantizer.quantize(.infinity, dither: g) == 4)
      #expect(quantizer.quantize(-.infinity, dither: g) == 0)
      #expect(quantizer.quantize(3e38, dither: g) == 4)
      #expect(quantizer.quantize(-100, dither: g) == 0)
      #expect(
        quantizer.quantize(.nan, dither: g)
          == quantizer.quantize(0, dither: g))
    }
  }

  @Test(arguments: [UInt64(1), 2, 3], [3, 4, 7])
  func `the error is at most half a step`(
    _ seed: UInt64, _ levels: Int
  ) throws {
    let grid = try DitherGrid(resolution: 64)
    let quantizer = try UniversalQuantizer(levels: levels, grid: grid)
    var random = SplitMix64(seed: seed)
    let half = Float(levels - 1) / 2
    for step in 0..<20_000 {
      // Mostly anywhere, often right beside an edge.
      let g = Int(random.next() % 64)
      var y = Float.random(in: -half...half, using: &random)
      if step % 3 == 0 {
        y = Float(Int(random.next() % UInt64(levels))) - half - 0.5
        y -= grid.offset(g)
        if step % 2 == 0 { y = y.nextUp } else { y = y.nextDown }
        y = min(max(y, -half), half)
      }
      let k = quantizer.quantize(y, dither: g)
      let error = Double(quantizer.reconstruct(k, dither: g)) - Double(y)
      #expect(abs(error) <= 0.5)
    }
  }

  /// For a fixed y the error takes each of its G values once over the grid:
  /// uniform, whatever y is.
  @Test func `over the whole grid the error is exactly uniform`() throws {
    let grid = try DitherGrid(resolution: 64)
    let quantizer = try UniversalQuantizer(levels: 4, grid: grid)
    var random = SplitMix64(seed: 99)
    for _ in 0..<200 {
      let y = Float.random(in: -1.5...1.5, using: &random)
      var errors = (0..<64).map { g in
        let k = quantizer.quantize(y, dither: g)
        return Double(quantizer.reconstruct(k, dither: g)) - Double(y)
      }
      errors.sort()
      for (a, b) in zip(errors, errors.dropFirst()) { #expect(b - a == 0x1p-6) }
      #expect(errors[0] >= -0.5 && errors[63] <= 0.5)
    }
  }

  @Test(arguments: [UInt64(1), 42])
  func `drawn errors are uniform and independent of y`(
    _ seed: UInt64
  ) throws {
    let grid = try DitherGrid(resolution: 64)
    let quantizer = try UniversalQuantizer(levels: 3, grid: grid)
    let dither = Dither(seed: seed, grid: grid)
    // Eight values of y against sixteen bins of the error.
    for (row, y) in stride(from: Float(-1), through: 1, by: 2 / 7).enumerated()
    {
      var counts = Array(repeating: 0, count: 16)
      for picture in 0..<UInt64(4000) {
        let g = Int(
          dither.indices(picture: picture, row..<(row + 1))[0])
        let k = quantizer.quantize(y, dither: g)
        let error = quantizer.reconstruct(k, dither: g) - y
        counts[min(15, max(0, Int((error + 0.5) * 16)))] += 1
      }
      // 15 degrees of freedom; by chance once in 30,000 times.
      #expect(chiSquare(counts) < 47)
    }
  }
}
