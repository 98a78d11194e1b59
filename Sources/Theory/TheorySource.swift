/// A source whose trade-offs have closed forms.
public enum TheorySource: Sendable, Equatable {
  /// A bit, under Hamming distortion and total variation.
  case bernoulli(BernoulliSource)
  /// A Gaussian number, under squared error and W₂².
  case gaussian(GaussianSource)

  /// The distortion from which on no rate is needed without other goals.
  var largestDistortion: Double {
    switch self {
    case .bernoulli(let source): source.p
    case .gaussian(let source): source.sigma * source.sigma
    }
  }

  /// The same under a perception constraint.
  func largestDistortion(perception: Double) throws(TheoryError) -> Double {
    switch self {
    case .bernoulli(let source):
      return try source.distortionLimits(perception: perception).second
    case .gaussian(let source):
      return try source.distortion(rate: 0, perception: perception)
    }
  }

  func rate(
    distortion: Double, perception: Double
  ) throws(TheoryError) -> Double {
    switch self {
    case .bernoulli(let source):
      try source.rate(distortion: distortion, perception: perception)
    case .gaussian(let source):
      try source.rate(distortion: distortion, perception: perception)
    }
  }
}
