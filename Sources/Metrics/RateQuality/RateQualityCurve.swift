import RealModule

/// Measured operating points of one codec: rate against quality.
public struct RateQualityCurve: Sendable {
  /// Rates in bits a pixel, rising strictly.
  public let rates: [Double]
  /// Quality (PSNR in decibels, or any figure for which more is better).
  public let qualities: [Double]

  /// Takes points in any order.
  ///
  /// - Throws: `MetricError.countMismatch`, `tooFew` below two points,
  ///   `notFinite`, `badParameter` for a rate that is not positive,
  ///   `notIncreasing` if a higher rate gives no higher quality.
  public init(rates: [Double], qualities: [Double]) throws(MetricError) {
    guard rates.count == qualities.count else {
      throw .countMismatch(
        what: "qualities", expected: rates.count, found: qualities.count)
    }
    guard rates.count >= 2 else {
      throw .tooFew(what: "points of a curve", needed: 2, found: rates.count)
    }
    for index in rates.indices {
      guard rates[index].isFinite, qualities[index].isFinite else {
        throw .notFinite(what: "points of a curve", index: index)
      }
      guard rates[index] > 0 else {
        throw .badParameter(
          name: "rate", value: rates[index], allowed: "above 0")
      }
    }
    let order = rates.indices.sorted { rates[$0] < rates[$1] }
    self.rates = order.map { rates[$0] }
    self.qualities = order.map { qualities[$0] }
    for index in 1..<order.count {
      guard self.rates[index] > self.rates[index - 1] else {
        throw .notIncreasing(what: "rate", index: index)
      }
      guard self.qualities[index] > self.qualities[index - 1] else {
        throw .notIncreasing(what: "quality", index: index)
      }
    }
  }

  /// ln rate as a function of quality.
  func logRateOfQuality() throws(MetricError) -> MonotoneCubic {
    try MonotoneCubic(x: qualities, y: rates.map { Double.log($0) })
  }

  /// Quality as a function of ln rate.
  func qualityOfLogRate() throws(MetricError) -> MonotoneCubic {
    try MonotoneCubic(x: rates.map { Double.log($0) }, y: qualities)
  }

  /// Qualities reached within a rate interval, ends interpolated.
  func qualityInterval(
    within interval: ClosedRange<Double>?
  ) throws(MetricError) -> (lower: Double, upper: Double) {
    let (first, last) = (qualities[0], qualities[qualities.count - 1])
    guard let interval else { return (first, last) }
    let curve = try qualityOfLogRate()
    let (lowest, highest) = (rates[0], rates[rates.count - 1])
    guard interval.lowerBound < highest, interval.upperBound > lowest else {
      throw .noOverlap(what: "rate", lower: lowest, upper: highest)
    }
    return (
      interval.lowerBound <= lowest
        ? first : curve.value(at: Double.log(interval.lowerBound)),
      interval.upperBound >= highest
        ? last : curve.value(at: Double.log(interval.upperBound))
    )
  }
}
