/// Curves R(D) at a fixed perception constraint.
public enum RateDistortionPerception {
  /// R over D, evenly spaced.
  ///
  /// Without `distortions` the curve runs to where the rate is 0 (from a
  /// hundredth of it for a Gaussian source, whose rate has no bound).
  ///
  /// - Parameters:
  ///   - source: the source.
  ///   - perception: P, total variation (Bernoulli) or W₂² (Gaussian).
  ///   - distortions: the interval of D.
  ///   - points: how many, at least 2.
  /// - Returns: the points, D rising.
  /// - Throws: `TheoryError.badParameter`.
  public static func curve(
    source: TheorySource, perception: Double,
    distortions: ClosedRange<Double>? = nil, points: Int = 101
  ) throws(TheoryError) -> [TradeoffPoint] {
    try require("points", Double(points), in: 2...100_000)
    let end = try source.largestDistortion(perception: perception)
    let interval = distortions ?? Interval.whole(source, end)
    var curve: [TradeoffPoint] = []
    for distortion in Interval.grid(interval, points) {
      curve.append(
        TradeoffPoint(
          distortion: distortion, perception: perception,
          rate: try source.rate(
            distortion: distortion, perception: perception)))
    }
    return curve
  }
}
