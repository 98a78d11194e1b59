import Support

/// A set of vectors seen from the directions of a `SlicedWasserstein`.
public struct ProjectedSet: Sendable {
  /// `projections × count` projections, each line sorted.
  let sorted: [Float]
  /// Number of vectors.
  public let count: Int
  /// Values of one vector before projection.
  public let dimension: Int
  /// Number of directions.
  public let projections: Int
  /// Seed of the directions.
  public let seed: UInt64

  /// √(mean over directions of W₂²), symmetric.
  ///
  /// - Throws: `MetricError.countMismatch` if the directions are not the same.
  public func distance(to other: ProjectedSet) throws(MetricError) -> Double {
    guard dimension == other.dimension else {
      throw .countMismatch(
        what: "values a vector", expected: dimension, found: other.dimension)
    }
    guard projections == other.projections, seed == other.seed else {
      throw .countMismatch(
        what: "directions of one seed", expected: projections,
        found: other.projections)
    }
    var squares = [Double](repeating: 0, count: projections)
    sorted.withUnsafeBufferPointer { a in
      other.sorted.withUnsafeBufferPointer { b in
        squares.withUnsafeMutableBufferPointer { squares in
          nonisolated(unsafe) let (a, b, squares) = (a, b, squares)
          Parallel.forEach(projections) { p in
            squares[p] = OptimalTransport1D.squaredWasserstein2(
              UnsafeBufferPointer(rebasing: a[(p * count)..<((p + 1) * count)]),
              UnsafeBufferPointer(
                rebasing: b[(p * other.count)..<((p + 1) * other.count)]))
          }
        }
      }
    }
    return (squares.reduce(0, +) / Double(projections)).squareRoot()
  }
}
