import RealModule

/// Mean difference between two rate–quality curves.
///
/// Source: Bjøntegaard, "Calculation of average PSNR differences between
/// RD-curves", VCEG-M33, 2001, with piecewise cubic interpolation for the
/// single cubic, as in JCT-VC's common test conditions (JCTVC-L1100).
public enum BjontegaardDelta {
  /// The rate interval that the project's photo figures are compared over, in
  /// bits a pixel.
  public static let photoRates = 0.1...1.5

  /// BD-rate in percent: how much more rate `test` needs than `anchor` at equal
  /// quality; negative is a saving.
  ///
  /// (exp(mean over quality of ln R_test − ln R_anchor) − 1) · 100, over the
  /// qualities that both curves have. With `rates`, a curve has only the
  /// qualities that it reaches at these rates.
  ///
  /// - Throws: `MetricError.noOverlap` if nothing is common.
  public static func rate(
    anchor: RateQualityCurve, test: RateQualityCurve,
    rates: ClosedRange<Double>? = nil
  ) throws(MetricError) -> Double {
    let (lower, upper) = try qualities(
      anchor: anchor, test: test, rates: rates)
    let area =
      try test.logRateOfQuality().integral(from: lower, to: upper)
      - anchor.logRateOfQuality().integral(from: lower, to: upper)
    return (Double.exp(area / (upper - lower)) - 1) * 100
  }

  /// The qualities that `rate` compares two curves over.
  ///
  /// - Throws: `MetricError.noOverlap` if nothing is common.
  public static func qualities(
    anchor: RateQualityCurve, test: RateQualityCurve,
    rates: ClosedRange<Double>? = nil
  ) throws(MetricError) -> (lower: Double, upper: Double) {
    let first = try anchor.qualityInterval(within: rates)
    let second = try test.qualityInterval(within: rates)
    let lower = max(first.lower, second.lower)
    let upper = min(first.upper, second.upper)
    guard lower < upper else {
      throw .noOverlap(what: "quality", lower: lower, upper: upper)
    }
    return (lower, upper)
  }

  /// BD-PSNR in the unit of quality: how much better `test` is at equal rate,
  /// the mean over ln rate, over the rates that both curves (and `rates`)
  /// have.
  ///
  /// - Throws: `MetricError.noOverlap` if nothing is common.
  public static func quality(
    anchor: RateQualityCurve, test: RateQualityCurve,
    rates: ClosedRange<Double>? = nil
  ) throws(MetricError) -> Double {
    let lowest = max(anchor.rates[0], test.rates[0])
    let highest = min(
      anchor.rates[anchor.rates.count - 1], test.rates[test.rates.count - 1])
    let lower = max(lowest, rates?.lowerBound ?? lowest)
    let upper = min(highest, rates?.upperBound ?? highest)
    guard lower < upper else {
      throw .noOverlap(what: "rate", lower: lower, upper: upper)
    }
    let (from, to) = (Double.log(lower), Double.log(upper))
    let area =
      try test.qualityOfLogRate().integral(from: from, to: to)
      - anchor.qualityOfLogRate().integral(from: from, to: to)
    return area / (to - from)
  }
}
