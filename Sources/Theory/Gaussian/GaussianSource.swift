import RealModule

/// A Gaussian number of standard deviation σ, under squared error.
///
/// Rates in bits; distortion and perception (W₂²) in units of σ².
public struct GaussianSource: Sendable, Equatable {
  /// Standard deviation.
  public let sigma: Double

  /// - Throws: `TheoryError.badParameter` unless σ is positive and finite.
  public init(sigma: Double) throws(TheoryError) {
    guard sigma > 0, sigma.isFinite else {
      throw .badParameter(name: "sigma", value: sigma, allowed: "above 0")
    }
    self.sigma = sigma
  }

  private var variance: Double { sigma * sigma }

  /// R(D) = ½·log₂(σ²/D), 0 from D = σ² on; infinite at D = 0.
  ///
  /// Source: Cover and Thomas, theorem 10.3.2.
  ///
  /// - Throws: `TheoryError.badParameter` for a negative distortion.
  public func rate(distortion: Double) throws(TheoryError) -> Double {
    try require("distortion", distortion, in: 0...Double.infinity)
    return max(0.5 * .log2(variance / distortion), 0)
  }

  /// D(R, P): least squared error at a rate, with W₂² at most P between source
  /// and output.
  ///
  /// Source: Zhang et al. 2021, theorem 1. With κ = √(1 − 2^(−2R)):
  /// σ²·2^(−2R) where √P ≥ σ(1 − κ), else σ² + s² − 2σsκ for s = σ − √P. At
  /// P = 0 (perfect realism) it is 2σ²(1 − κ), at most twice the first.
  ///
  /// - Throws: `TheoryError.badParameter` for a negative rate or P.
  public func distortion(
    rate: Double, perception: Double
  ) throws(TheoryError) -> Double {
    try require("rate", rate, in: 0...Double.infinity)
    try require("perception", perception, in: 0...Double.infinity)
    let left = Double.exp2(-2 * rate)
    let kappa = (1 - left).squareRoot()
    let root = perception.squareRoot()
    if root >= sigma * (1 - kappa) { return variance * left }
    let s = sigma - root
    // 1 − κ = left/(1 + κ) keeps its digits at high rates.
    return root * root + 2 * sigma * s * left / (1 + kappa)
  }

  /// R(D, P), the inverse of `distortion(rate:perception:)`.
  ///
  /// Where √P < σ − √(σ² − D) (or D > σ²), with s = σ − √P and
  /// κ = (σ² + s² − D)/(2σs): −½·log₂(1 − κ²), 0 for κ ≤ 0; else R(D).
  ///
  /// - Throws: `TheoryError.badParameter` for a negative D or P.
  public func rate(
    distortion: Double, perception: Double
  ) throws(TheoryError) -> Double {
    try require("perception", perception, in: 0...Double.infinity)
    let plain = try rate(distortion: distortion)
    let root = perception.squareRoot()
    let natural = max(variance - distortion, 0).squareRoot()
    if root >= sigma - natural { return plain }
    let s = sigma - root
    // 1 − κ = (D − P)/(2σs), free of cancellation for small D.
    let short = (distortion - perception) / (2 * sigma * s)
    if short >= 1 { return 0 }
    return -0.5 * .log2(short * (2 - short))
  }

  /// R(D, C) for a label S of correlation ρ with the source, both jointly
  /// Gaussian, under h(S | X̂) ≤ C.
  ///
  /// Source: Wang et al. 2024, theorem on the Gaussian source; the entropy power
  /// inequality gives the bound, the channel of R(D) meets it:
  /// max{½·log₂(σ²/D), −½·log₂(1 − (1 − 2^(2C − 2h(S)))/ρ²)}, 0. The rate is
  /// ruled by the harder goal alone: at a fixed rate D and C do not trade.
  ///
  /// - Parameters:
  ///   - distortion: D.
  ///   - gain: h(S) − C in bits: how much the output must tell of the label.
  ///   - correlation: ρ, within −1…1.
  /// - Returns: bits a number.
  /// - Throws: `TheoryError.badParameter`, `infeasible` unless the gain is below
  ///   I(X; S) = −½·log₂(1 − ρ²).
  public func rate(
    distortion: Double, labelGain gain: Double, correlation: Double
  ) throws(TheoryError) -> Double {
    try require("correlation", correlation, in: -1...1)
    let plain = try rate(distortion: distortion)
    if gain <= 0 { return plain }
    let square = correlation * correlation
    let needed = 1 - .exp2(-2 * gain)
    guard needed < square else {
      throw .infeasible(
        what: "h(S | X̂) − h(S)", value: -gain,
        least: 0.5 * .log2(1 - square))
    }
    return max(plain, -0.5 * .log2(1 - needed / square))
  }
}
