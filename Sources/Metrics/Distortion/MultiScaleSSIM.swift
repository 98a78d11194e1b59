import RealModule

/// Multi-scale structural similarity.
///
/// Source: Wang, Simoncelli and Bovik, "Multiscale structural similarity for
/// image quality assessment", Asilomar 2003, equation 7: contrast and structure
/// at every scale, luminance at the coarsest, each raised to its weight.
/// Window: 11×11 Gaussian, σ 1.5, whole windows only; K₁ .01, K₂ .03, peak 1.
/// A negative contrast–structure mean counts as 0 (as in pytorch-msssim, whose
/// figures CompressAI prints; where no side is odd at any scale the two agree).
/// For colour: the mean of the channels' own figures.
public struct MultiScaleSSIM: Sendable {
  /// Exponents of the five scales, finest first (section 3.2 of the paper).
  public static let publishedWeights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

  /// Weights in use, finest first; they sum to one.
  public let weights: [Double]

  /// Scales in use: 5 is the published figure, and fewer is another figure
  /// that must be named with its number of scales.
  public var scales: Int { weights.count }

  /// Smallest side a picture may have: the coarsest scale must hold one window.
  public var minimumSide: Int { (10 << (scales - 1)) + 1 }

  /// Fewer than five scales keep the finest ones, weights divided by their sum.
  ///
  /// - Throws: `MetricError.badParameter` unless `scales` is 1…5.
  public init(scales: Int = 5) throws(MetricError) {
    guard (1...5).contains(scales) else {
      throw .badParameter(
        name: "scales", value: Double(scales), allowed: "1…5")
    }
    let kept = Self.publishedWeights.prefix(scales)
    // The published weights sum to one already: all five stay as printed.
    let total = scales == 5 ? 1 : kept.reduce(0, +)
    weights = kept.map { $0 / total }
  }

  /// The most scales that a picture of this size allows; nil if not even one.
  public static func largestScaleCount(width: Int, height: Int) -> Int? {
    let side = min(width, height)
    return (1...5).last { side > 10 << ($0 - 1) }
  }

  /// Similarity of two pictures: 1 for equal ones.
  ///
  /// - Throws: `MetricError.countMismatch` for pictures of unequal shape,
  ///   `pictureTooSmall` below `minimumSide`.
  public func similarity(
    _ a: PictureSamples, _ b: PictureSamples
  ) throws(MetricError) -> Double {
    for (what, expected, found) in [
      ("width", a.width, b.width), ("height", a.height, b.height),
      ("channels", a.channels, b.channels),
    ] where expected != found {
      throw .countMismatch(what: what, expected: expected, found: found)
    }
    guard min(a.width, a.height) >= minimumSide else {
      throw .pictureTooSmall(
        width: a.width, height: a.height, minimum: minimumSide, scales: scales)
    }
    var products = [Double](repeating: 1, count: a.channels)
    var (first, second) = (a, b)
    for scale in 0..<scales {
      if scale > 0 { (first, second) = (first.halved(), second.halved()) }
      let statistics = SSIMWindow.means(first, second)
      for (channel, means) in statistics.enumerated() {
        let mean =
          scale == scales - 1 ? means.similarity : means.contrastStructure
        products[channel] *= .pow(max(mean, 0), weights[scale])
      }
    }
    return products.reduce(0, +) / Double(a.channels)
  }
}
