/// Fréchet distance between Gaussians fitted to two sets of features.
///
/// d² = |m₁ − m₂|² + Tr(C₁ + C₂ − 2(C₁C₂)^½); d² itself is the figure, as for
/// the "Fréchet inception distance". Source: Dowson and Landau, 1982,
/// equation 4; Heusel et al., "GANs trained by a two time-scale update rule",
/// 2017, equation 6. The features and their scale decide its size, so it is
/// comparable only between figures of one measuring network.
public enum FrechetDistance {
  /// Distance between two sets, each of at least two vectors.
  ///
  /// - Throws: `MetricError` as `GaussianStatistics` and `between` below.
  public static func between(
    _ a: FeatureSet, _ b: FeatureSet
  ) throws(MetricError) -> Double {
    try between(GaussianStatistics(a), GaussianStatistics(b))
  }

  /// Distance between two fitted Gaussians, in squared feature units.
  ///
  /// Tr(C₁C₂)^½ is the sum of the square roots of the eigenvalues of
  /// C₁^½ C₂ C₁^½, taken in the eigenvectors of C₁ that carry variance:
  /// a covariance of low rank (a dead feature, fewer vectors than features)
  /// needs no added diagonal and gives no complex root.
  ///
  /// - Throws: `MetricError.countMismatch` for unequal dimensions,
  ///   `noConvergence` (never seen).
  public static func between(
    _ a: GaussianStatistics, _ b: GaussianStatistics
  ) throws(MetricError) -> Double {
    let n = a.dimension
    guard n == b.dimension else {
      throw .countMismatch(
        what: "features", expected: n, found: b.dimension)
    }
    var distance = 0.0
    for i in 0..<n {
      let shift = a.mean[i] - b.mean[i]
      distance += shift * shift
      distance += a.covariance[i * n + i] + b.covariance[i * n + i]
    }
    distance -= 2 * (try rootTrace(a.covariance, b.covariance, n))
    return max(distance, 0)
  }

  /// Distance between two halves of real data: what no method can be asked to
  /// stay below. See `FeatureSet.halves(seed:)`.
  ///
  /// - Throws: `MetricError.tooFew` below four vectors.
  public static func floor(
    of set: FeatureSet, seed: UInt64 = 1
  ) throws(MetricError) -> Double {
    let halves = try set.halves(seed: seed)
    return try between(halves.first, halves.second)
  }

  private static func rootTrace(
    _ a: [Double], _ b: [Double], _ n: Int
  ) throws(MetricError) -> Double {
    let eigen = try SymmetricEigen(a, n: n)
    let greatest = eigen.values.max() ?? 0
    let threshold = Double(n) * .ulpOfOne * greatest
    // Rows √λ·u of C₁^½ in its own eigenvectors.
    var rows: [Double] = []
    var rank = 0
    for (index, value) in eigen.values.enumerated() where value > threshold {
      let scale = value.squareRoot()
      rows += eigen.vectors[(index * n)..<((index + 1) * n)].map {
        $0 * scale
      }
      rank += 1
    }
    guard rank > 0 else { return 0 }
    let product = MatrixProduct.plain(rows, b, rows: rank, inner: n, columns: n)
    let core = MatrixProduct.transposed(
      product, rows, rows: rank, inner: n, columns: rank)
    let values = try SymmetricEigen(core, n: rank).values
    let noise = Double(rank) * .ulpOfOne * (values.max() ?? 0)
    return values.reduce(0) { $1 > noise ? $0 + $1.squareRoot() : $0 }
  }
}
