import Support

/// A set of vectors: features of pictures, or pictures as vectors of pixels.
public struct FeatureSet: Sendable, Equatable {
  /// Values of one vector.
  public let dimension: Int
  /// `count × dimension` values, row by row.
  public let values: [Float]

  /// Number of vectors.
  public var count: Int { values.count / dimension }

  /// Takes `count × dimension` values.
  ///
  /// - Throws: `MetricError.tooFew` for no vector, `badShape` if the values are
  ///   no whole number of vectors, `notFinite`.
  public init(values: [Float], dimension: Int) throws(MetricError) {
    guard dimension > 0, values.count.isMultiple(of: dimension) else {
      throw .badShape(values: values.count, dimension: dimension)
    }
    guard !values.isEmpty else {
      throw .tooFew(what: "vectors", needed: 1, found: 0)
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(what: "vectors", index: index)
    }
    self.values = values
    self.dimension = dimension
  }

  /// Takes 8-bit pictures of `dimension` samples, divided by 255.
  ///
  /// - Throws: as above.
  public init(bytes: [UInt8], dimension: Int) throws(MetricError) {
    let scale = (0...255).map { Float($0) / 255 }
    try self.init(values: bytes.map { scale[Int($0)] }, dimension: dimension)
  }

  /// Two disjoint halves in an order shuffled by `seed` (Fisher–Yates over
  /// `SplitMix64`); of an odd count the last vector is left out.
  ///
  /// The distance between them is the *floor* of a perception figure: what
  /// two samples of the same distribution still differ by. Since each half is
  /// half as large as the set, it is a cautious (high) floor; reconstructions
  /// of the very pictures they are compared with can lie below it.
  ///
  /// - Throws: `MetricError.tooFew` below two vectors.
  public func halves(
    seed: UInt64 = 1
  ) throws(MetricError) -> (first: FeatureSet, second: FeatureSet) {
    let half = count / 2
    guard half > 0 else {
      throw .tooFew(what: "vectors to halve", needed: 2, found: count)
    }
    var order = Array(0..<count)
    var generator = SplitMix64(seed: seed)
    for index in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(index, generator.next(below: index + 1))
    }
    return (
      try picking(order[..<half]), try picking(order[half..<(2 * half)])
    )
  }

  private func picking(
    _ rows: ArraySlice<Int>
  ) throws(MetricError) -> FeatureSet {
    var picked: [Float] = []
    picked.reserveCapacity(rows.count * dimension)
    for row in rows {
      picked += values[(row * dimension)..<((row + 1) * dimension)]
    }
    return try FeatureSet(values: picked, dimension: dimension)
  }
}
