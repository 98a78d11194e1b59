/// One bit that is 1 with probability p ≤ ½, under Hamming distortion.
///
/// Rates in bits.
public struct BernoulliSource: Sendable, Equatable {
  /// Probability of a 1.
  public let p: Double

  /// - Throws: `TheoryError.badParameter` unless p is within 0…½ (for p above ½
  ///   exchange the names of 0 and 1).
  public init(p: Double) throws(TheoryError) {
    try require("p", p, in: 0...0.5)
    self.p = p
  }

  /// R(D): h(p) − h(D), 0 from D = p on.
  ///
  /// Source: Cover and Thomas, "Elements of Information Theory", theorem 10.3.1.
  ///
  /// - Throws: `TheoryError.badParameter` for a negative distortion.
  public func rate(distortion: Double) throws(TheoryError) -> Double {
    try require("distortion", distortion, in: 0...Double.infinity)
    if distortion >= p { return 0 }
    return Entropy.binary(p) - Entropy.binary(distortion)
  }

  /// R(D, P) with total variation at most P between source and output.
  ///
  /// Source: Zhang, Qian, Chen and Khisti, "Universal rate-distortion-perception
  /// representations for lossy compression", 2021, appendix on the binary
  /// source (after Blau and Michaeli 2019). For P < p, with q = 1 − p:
  ///
  /// - D < D₁ = P/(1 − 2(p − P)): the best channel of R(D) is near enough.
  /// - D₁ ≤ D < D₂ = 2pq − (q − p)P: the output has P(1) = p − P exactly, and
  ///   D fixes the joint distribution: R = h(p) + h(p − P) − H(joint), which is
  ///   2h(p) + h(p − P) − H₃((D − P)/2, p) − H₃((D + P)/2, q).
  /// - D ≥ D₂: an independent output will do; R = 0.
  ///
  /// - Throws: `TheoryError.badParameter` for a negative D or P.
  public func rate(
    distortion: Double, perception: Double
  ) throws(TheoryError) -> Double {
    try require("perception", perception, in: 0...Double.infinity)
    let plain = try rate(distortion: distortion)
    let limits = try distortionLimits(perception: perception)
    if perception >= p || distortion < limits.first { return plain }
    if distortion >= limits.second { return 0 }
    let lost = (distortion + perception) / 2
    let gained = (distortion - perception) / 2
    let joint = Entropy.bits([p - lost, lost, gained, 1 - p - gained])
    return max(
      Entropy.binary(p) + Entropy.binary(p - perception) - joint, 0)
  }

  /// D₁, from which on the perception constraint costs rate, and D₂, from which
  /// on no rate is needed. For P ≥ p both are p.
  ///
  /// - Throws: `TheoryError.badParameter` for a negative P.
  public func distortionLimits(
    perception: Double
  ) throws(TheoryError) -> (first: Double, second: Double) {
    try require("perception", perception, in: 0...Double.infinity)
    if perception >= p { return (p, p) }
    let spread = 1 - 2 * (p - perception)
    // p = ½, P = 0: any D is free of cost up to ½.
    let first = spread > 0 ? perception / spread : 0.5
    return (first, 2 * p * (1 - p) - (1 - 2 * p) * perception)
  }

  /// R(D, C) for a label S = X ⊕ N, N a bit of its own that is 1 with
  /// probability `noise`, under H(S | X̂) ≤ C bits.
  ///
  /// R = h(p) − h(min(D, D_C, p)), D_C = (h⁻¹(C) − noise)/(1 − 2·noise).
  ///
  /// By Mrs. Gerber's lemma (Wyner and Ziv 1973) H(S | X̂) is at least
  /// h(noise ∗ h⁻¹(H(X | X̂))), so C bounds H(X | X̂) by h(D_C); D bounds it by
  /// h(D). The backward binary symmetric channel with the smaller of both
  /// meets both bounds at once: rate is ruled by the harder goal alone. Wang et
  /// al., "Lossy compression with classification", 2024, treat p = ½.
  ///
  /// - Throws: `TheoryError.badParameter` for a negative D or noise outside
  ///   0…½, `infeasible` for C below h(noise).
  public func rate(
    distortion: Double, classification: Double, noise: Double
  ) throws(TheoryError) -> Double {
    try require("distortion", distortion, in: 0...Double.infinity)
    try require("noise", noise, in: 0...0.5)
    let least = Entropy.binary(noise)
    guard classification >= least - 1e-12 else {
      throw .infeasible(
        what: "a label entropy", value: classification, least: least)
    }
    let whole = labelEntropy(noise: noise)
    var crossover = min(distortion, p)
    if classification < whole {
      let target = Entropy.inverseBinary(classification)
      crossover = min(crossover, max((target - noise) / (1 - 2 * noise), 0))
    }
    return Entropy.binary(p) - Entropy.binary(crossover)
  }

  /// H(S) of the noisy label, in bits: what C costs nothing.
  public func labelEntropy(noise: Double) -> Double {
    Entropy.binary(p * (1 - noise) + (1 - p) * noise)
  }
}
