/// Mean and covariance of a set of vectors, in double precision.
public struct GaussianStatistics: Sendable, Equatable {
  /// Largest dimension taken: the cost grows with its cube.
  public static let largestDimension = 512

  /// Vectors that were averaged.
  public let count: Int
  /// Mean, `dimension` values.
  public let mean: [Double]
  /// Unbiased covariance (divided by count − 1, as `numpy.cov`),
  /// `dimension × dimension`, symmetric.
  public let covariance: [Double]

  /// Values of one vector.
  public var dimension: Int { mean.count }

  /// Measures a set.
  ///
  /// - Throws: `MetricError.tooFew` below two vectors, `badParameter` above
  ///   `largestDimension`.
  public init(_ set: FeatureSet) throws(MetricError) {
    guard set.count >= 2 else {
      throw .tooFew(
        what: "vectors for a covariance", needed: 2, found: set.count)
    }
    guard set.dimension <= Self.largestDimension else {
      throw .badParameter(
        name: "dimension", value: Double(set.dimension),
        allowed: "1…\(Self.largestDimension)")
    }
    count = set.count
    mean = Covariance.mean(set.values, dimension: set.dimension)
    covariance = Covariance.matrix(set.values, mean: mean)
  }
}
