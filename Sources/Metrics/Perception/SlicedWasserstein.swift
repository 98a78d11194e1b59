import Support

/// Sliced Wasserstein-2 distance between two sets of vectors.
///
/// SW₂ = √(mean over directions θ of W₂²(⟨θ, a⟩, ⟨θ, b⟩)). Source: Bonneel,
/// Rabin, Peyré and Pfister, "Sliced and Radon Wasserstein barycenters of
/// measures", 2015, definition 1, with the mean over the sphere replaced by
/// `projections` directions that the seed fixes (`SplitMix64.nextDirection`).
/// Unit: that of one coordinate (for pictures: gray on [0, 1]).
public struct SlicedWasserstein: Sendable {
  /// Seed whose directions the project's published figures use.
  public static let publishedSeed: UInt64 = 0x7264_6320_5357_3200

  /// Values of one vector.
  public let dimension: Int
  /// Number of directions.
  public let projections: Int
  /// Seed of the directions.
  public let seed: UInt64
  /// Groups of sixteen directions: `dimension` weights for all of them at once.
  private let groups: [[SIMD16<Float>]]

  /// Draws the directions.
  ///
  /// - Throws: `MetricError.badParameter` unless `dimension` and `projections`
  ///   are 1…65,536.
  public init(
    dimension: Int, projections: Int = 128, seed: UInt64 = Self.publishedSeed
  ) throws(MetricError) {
    for (name, value) in [
      ("dimension", dimension), ("projections", projections),
    ] where !(1...65_536).contains(value) {
      throw .badParameter(
        name: name, value: Double(value), allowed: "1…65536")
    }
    self.dimension = dimension
    self.projections = projections
    self.seed = seed
    let width = ProjectionKernel.width
    var groups = Array(
      repeating: [SIMD16<Float>](repeating: .zero, count: dimension),
      count: (projections + width - 1) / width)
    var generator = SplitMix64(seed: seed)
    for p in 0..<projections {
      let direction = generator.nextDirection(dimension: dimension)
      for (k, weight) in direction.enumerated() {
        groups[p / width][k][p % width] = Float(weight)
      }
    }
    self.groups = groups
  }

  /// Projects a set once, for any number of comparisons.
  ///
  /// - Throws: `MetricError.countMismatch` for vectors of another dimension.
  public func project(
    _ set: FeatureSet
  ) throws(MetricError) -> ProjectedSet {
    guard set.dimension == dimension else {
      throw .countMismatch(
        what: "values a vector", expected: dimension, found: set.dimension)
    }
    let rows = set.count
    let span = rows * ProjectionKernel.width
    var output = [Float](repeating: 0, count: groups.count * span)
    set.values.withUnsafeBufferPointer { values in
      output.withUnsafeMutableBufferPointer { output in
        // Tasks read shared rows and write lines of their own.
        nonisolated(unsafe) let (values, output) = (values, output)
        Parallel.forEach(groups.count) { group in
          let part = UnsafeMutableBufferPointer(
            rebasing: output[(group * span)..<((group + 1) * span)])
          groups[group].withUnsafeBufferPointer { directions in
            guard let base = directions.baseAddress else { return }
            ProjectionKernel.project(
              values, rows: rows, dimension: dimension, directions: base,
              output: part)
          }
          for p in 0..<ProjectionKernel.width {
            FloatSort.sort(
              UnsafeMutableBufferPointer(
                rebasing: part[(p * rows)..<((p + 1) * rows)]))
          }
        }
      }
    }
    output.removeLast(
      (groups.count * ProjectionKernel.width - projections) * rows)
    return ProjectedSet(
      sorted: output, count: rows, dimension: dimension,
      projections: projections, seed: seed)
  }

  /// Distance between two sets of any sizes.
  ///
  /// - Throws: `MetricError.countMismatch` for vectors of another dimension.
  public func distance(
    _ a: FeatureSet, _ b: FeatureSet
  ) throws(MetricError) -> Double {
    try project(a).distance(to: project(b))
  }

  /// Distance between two halves of real data; see `FeatureSet.halves(seed:)`.
  ///
  /// - Throws: `MetricError.tooFew` below two vectors, `countMismatch`.
  public func floor(
    of set: FeatureSet, seed: UInt64 = 1
  ) throws(MetricError) -> Double {
    let halves = try set.halves(seed: seed)
    return try distance(halves.first, halves.second)
  }
}
