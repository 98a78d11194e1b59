/// One point of a rate–distortion–perception(–classification) surface.
public struct TradeoffPoint: Sendable, Equatable, Codable {
  /// Expected distortion (Hamming, or squared error).
  public let distortion: Double
  /// Bound on the perception figure (total variation, or W₂²), if any.
  public let perception: Double?
  /// Bound on the label's conditional entropy less the label's entropy,
  /// H(S | X̂) − H(S) ≤ this, in bits (0 or below), if any.
  public let classification: Double?
  /// Least rate, in bits a sample.
  public let rate: Double

  /// Takes the coordinates.
  public init(
    distortion: Double, perception: Double? = nil,
    classification: Double? = nil, rate: Double
  ) {
    self.distortion = distortion
    self.perception = perception
    self.classification = classification
    self.rate = rate
  }
}
