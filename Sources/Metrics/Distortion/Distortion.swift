import RealModule

/// Mean squared error and peak signal-to-noise ratio.
public enum Distortion {
  /// Mean squared error per sample on [0, 1] of 8-bit samples.
  ///
  /// The sum is exact (whole numbers); one division by 255² · count follows.
  ///
  /// - Throws: `MetricError.tooFew` for nothing, `countMismatch` for arrays of
  ///   unequal length.
  public static func meanSquaredError(
    _ a: [UInt8], _ b: [UInt8]
  ) throws(MetricError) -> Double {
    try check(a.count, b.count)
    var sum: UInt64 = 0
    for index in a.indices {
      let difference = Int32(a[index]) - Int32(b[index])
      sum &+= UInt64(truncatingIfNeeded: difference &* difference)
    }
    return Double(sum) / (65025 * Double(a.count))
  }

  /// Mean squared error per sample of samples on [0, 1] (any shape).
  ///
  /// - Throws: as for 8-bit samples.
  public static func meanSquaredError(
    _ a: [Float], _ b: [Float]
  ) throws(MetricError) -> Double {
    try check(a.count, b.count)
    var sum = 0.0
    for index in a.indices {
      let difference = Double(a[index]) - Double(b[index])
      sum += difference * difference
    }
    return sum / Double(a.count)
  }

  /// Peak signal-to-noise ratio of one picture in decibels: −10·log₁₀ MSE
  /// on [0, 1], i.e. a peak of 255. Equal pictures have an infinite one.
  ///
  /// All channels are taken together (CompressAI's `psnr-rgb`).
  ///
  /// - Throws: as `meanSquaredError`.
  public static func peakSignalToNoise(
    _ a: [UInt8], _ b: [UInt8]
  ) throws(MetricError) -> Double {
    decibels(meanSquaredError: try meanSquaredError(a, b))
  }

  /// −10·log₁₀ of a mean squared error on [0, 1].
  public static func decibels(meanSquaredError: Double) -> Double {
    -10 * .log10(meanSquaredError)
  }

  /// Convention for a set: the mean of the pictures' own ratios (not the ratio
  /// of the mean error, which is never higher).
  ///
  /// - Parameters:
  ///   - a: pictures of `size` samples each, one after the other.
  ///   - b: their reconstructions.
  ///   - size: samples a picture (all channels).
  /// - Returns: decibels.
  /// - Throws: as `meanSquaredError`, and `badShape`.
  public static func meanPeakSignalToNoise(
    _ a: [UInt8], _ b: [UInt8], size: Int
  ) throws(MetricError) -> Double {
    try check(a.count, b.count)
    guard size > 0, a.count.isMultiple(of: size) else {
      throw .badShape(values: a.count, dimension: size)
    }
    var sum = 0.0
    for start in stride(from: 0, to: a.count, by: size) {
      let part = start..<(start + size)
      sum += try peakSignalToNoise(Array(a[part]), Array(b[part]))
    }
    return sum / Double(a.count / size)
  }

  private static func check(_ a: Int, _ b: Int) throws(MetricError) {
    guard a > 0 else { throw .tooFew(what: "samples", needed: 1, found: 0) }
    guard a == b else {
      throw .countMismatch(what: "samples", expected: a, found: b)
    }
  }
}
