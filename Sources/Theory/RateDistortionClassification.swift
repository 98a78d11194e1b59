/// Curves R(D) at a fixed classification constraint.
public enum RateDistortionClassification {
  /// R over D for a bit, when the output must tell `gain` bits of a label that
  /// is the bit but for noise: H(S | X̂) ≤ H(S) − gain.
  ///
  /// - Parameters:
  ///   - source: the source.
  ///   - gain: bits of the label, from 0 to I(X; S).
  ///   - noise: probability that the label is not the bit.
  ///   - distortions: the interval of D; without it, up to where R(D) is 0.
  ///   - points: how many, evenly spaced, at least 2.
  /// - Returns: the points, D rising.
  /// - Throws: `TheoryError.badParameter`, `infeasible`.
  public static func curve(
    source: BernoulliSource, gain: Double, noise: Double,
    distortions: ClosedRange<Double>? = nil, points: Int = 101
  ) throws(TheoryError) -> [TradeoffPoint] {
    try require("gain", gain, in: 0...Double.infinity)
    try require("noise", noise, in: 0...0.5)
    let limit = source.labelEntropy(noise: noise) - gain
    return try curve(.bernoulli(source), gain, distortions, points) {
      (distortion) throws(TheoryError) in
      try source.rate(
        distortion: distortion, classification: limit, noise: noise)
    }
  }

  /// R over D for a Gaussian number, when the output must tell `gain` bits of a
  /// jointly Gaussian label: h(S | X̂) ≤ h(S) − gain.
  ///
  /// - Parameters:
  ///   - source: the source.
  ///   - gain: bits of the label, from 0 to below I(X; S).
  ///   - correlation: ρ of label and source.
  ///   - distortions: the interval of D; without it, up to where R(D) is 0.
  ///   - points: how many, evenly spaced, at least 2.
  /// - Returns: the points, D rising.
  /// - Throws: `TheoryError.badParameter`, `infeasible`.
  public static func curve(
    source: GaussianSource, gain: Double, correlation: Double,
    distortions: ClosedRange<Double>? = nil, points: Int = 101
  ) throws(TheoryError) -> [TradeoffPoint] {
    try require("gain", gain, in: 0...Double.infinity)
    return try curve(.gaussian(source), gain, distortions, points) {
      (distortion) throws(TheoryError) in
      try source.rate(
        distortion: distortion, labelGain: gain, correlation: correlation)
    }
  }

  private static func curve(
    _ source: TheorySource, _ gain: Double,
    _ distortions: ClosedRange<Double>?, _ points: Int,
    _ rate: (Double) throws(TheoryError) -> Double
  ) throws(TheoryError) -> [TradeoffPoint] {
    try require("points", Double(points), in: 2...100_000)
    let interval =
      distortions ?? Interval.whole(source, source.largestDistortion)
    var curve: [TradeoffPoint] = []
    for distortion in Interval.grid(interval, points) {
      curve.append(
        TradeoffPoint(
          distortion: distortion, classification: -gain,
          rate: try rate(distortion)))
    }
    return curve
  }
}
