/// The scalar quantizer with subtractive dither, and its inverse.
///
/// Everything is in units of a step. Index k stands for the level
/// k − centre; `quantize` takes y + u to the nearest level, `reconstruct` gives
/// level − u. The error is then uniform and independent of y (Schuchman 1964;
/// Ziv, "On universal quantization", 1985), as long as y + u stays within half a
/// step of the levels.
public struct UniversalQuantizer: Sendable, Hashable {
  /// The indices that can be sent.
  public let indices: ClosedRange<Int>

  /// The index, perhaps halfway between two, whose level is 0.
  public let centre: Float

  /// The values that the dither may take.
  public let grid: DitherGrid

  /// `levels` levels, indexed 0..<levels, evenly spaced around 0.
  ///
  /// With y in ±(levels − 1)/2 the dither never overloads the quantizer.
  ///
  /// - Throws: ``QuantizationError/levels(found:limit:)`` for fewer than two
  ///   levels, or so many that a `Float` would not hold level − u exactly.
  public init(levels: Int, grid: DitherGrid) throws(QuantizationError) {
    try Self.check(levels, grid)
    indices = 0...(levels - 1)
    centre = Float(levels - 1) / 2
    self.grid = grid
  }

  /// The integers −magnitude...magnitude as levels, for unbounded latents.
  ///
  /// - Throws: ``QuantizationError/levels(found:limit:)`` as above.
  public init(magnitude: Int, grid: DitherGrid) throws(QuantizationError) {
    let (levels, overflow) = magnitude.multipliedReportingOverflow(by: 2)
    guard magnitude > 0, !overflow, levels < Int.max else {
      throw .levels(found: magnitude, limit: Self.limit(grid))
    }
    try Self.check(levels + 1, grid)
    indices = -magnitude...magnitude
    centre = 0
    self.grid = grid
  }

  /// The most levels: their multiples of 1/2G must fit 24 bits.
  private static func limit(_ grid: DitherGrid) -> Int {
    (1 << 24) / (2 * grid.resolution)
  }

  private static func check(
    _ levels: Int, _ grid: DitherGrid
  ) throws(QuantizationError) {
    let limit = limit(grid)
    guard (2...limit).contains(levels) else {
      throw .levels(found: levels, limit: limit)
    }
  }

  /// The index of the level nearest to y + u, the higher one in a tie.
  ///
  /// Exact: k is the greatest index with k − centre − 1/2 − u ≤ y, clipped to
  /// ``indices``. A NaN counts as 0.
  ///
  /// - Parameters:
  ///   - y: the latent, in steps.
  ///   - dither: the grid index of its dither.
  /// - Returns: one of ``indices``.
  public func quantize(_ y: Float, dither: Int) -> Int {
    let y = y.isNaN ? 0 : Double(y)
    // A multiple of 1/4096 with few bits: the sums below with k are exact.
    let edge = -Double(centre) - 0.5 - Double(grid.offset(dither))
    let lower = Double(indices.lowerBound)
    let upper = Double(indices.upperBound)
    var k = Int(min(max((y - edge).rounded(.down), lower), upper))
    // The difference above was rounded; a comparison is not.
    if k < indices.upperBound, Double(k + 1) + edge <= y { k += 1 }
    if k > indices.lowerBound, Double(k) + edge > y { k -= 1 }
    return k
  }

  /// Level − u, in steps, exactly.
  ///
  /// - Parameters:
  ///   - index: an index in ``indices``.
  ///   - dither: the grid index of its dither.
  /// - Returns: the latent, in steps.
  public func reconstruct(_ index: Int, dither: Int) -> Float {
    precondition(indices.contains(index))
    return (Float(index) - centre) - grid.offset(dither)
  }
}
