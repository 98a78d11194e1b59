/// P(k | u) for a latent of wide range, from one finely sampled distribution.
///
/// With F the distribution function of y + U, sampled at C[j] ∝ F((j − ½)/G),
/// the quantizer with dither u = (2g + 1 − G)/2G gives index k exactly for
/// k − ½ − u ≤ y < k + ½ − u, whose edges lie on the samples:
///
///     P(k | g) ∝ C[(k + 1)·G − g] − C[k·G − g]
///
/// so one table serves every dither. Indices beyond the table are escaped and
/// follow in an Exp-Golomb code (``EscapeCode``).
public struct DitheredTable: Sendable, Hashable {
  /// G, the number of dither values.
  public let resolution: Int

  /// The indices that have a symbol of their own.
  public let indices: ClosedRange<Int>

  /// One table a dither value; the symbol after the indices is the escape.
  private let tables: [FrequencyTable]

  /// The number of samples that a table needs: j from k₀·G − G + 1 to
  /// (k₁ + 1)·G for the indices k₀...k₁, that is (k₁ − k₀ + 2)·G.
  public static func sampleCount(
    indices: ClosedRange<Int>, resolution: Int
  ) -> Int {
    (indices.count + 1) * resolution
  }

  /// A table from cumulative samples.
  ///
  /// The escape's weight at a dither is what the samples leave of `total`.
  ///
  /// - Parameters:
  ///   - cumulative: C[j] in ascending order of j.
  ///   - total: the sum that stands for probability 1.
  ///   - indices: k₀...k₁, within ±2^15 and at most 4095 of them.
  ///   - resolution: G, a power of two in 1...4096.
  /// - Throws: an ``EntropyError`` for settings out of range, a wrong number of
  ///   samples, or samples that go down or beyond the total.
  public init(
    cumulative: [UInt32], total: UInt32, indices: ClosedRange<Int>,
    resolution: Int
  ) throws(EntropyError) {
    try Self.checkResolution(resolution)
    let reach = 1 << 15
    for bound in [indices.lowerBound, indices.upperBound] {
      guard (-reach...reach).contains(bound) else {
        throw .setting("index", found: bound, expected: -reach...reach)
      }
    }
    let limit = FrequencyNormalizer.symbolLimit - 1
    guard indices.count <= limit else {
      throw .setting("indices", found: indices.count, expected: 1...limit)
    }
    let count = Self.sampleCount(indices: indices, resolution: resolution)
    guard cumulative.count == count else {
      throw .count(
        of: "samples", found: cumulative.count, expected: count)
    }
    for index in cumulative.indices.dropFirst()
    where cumulative[index] < cumulative[index - 1] {
      throw .descending(index: index)
    }
    guard cumulative[count - 1] <= total else {
      throw .descending(index: count)
    }
    var tables: [FrequencyTable] = []
    tables.reserveCapacity(resolution)
    for g in 0..<resolution {
      // C[k·G − g] stands at (k − k₀)·G − g + G − 1.
      var weights: [UInt32] = []
      let first = resolution - 1 - g
      for lower in stride(
        from: first, to: first + indices.count * resolution, by: resolution)
      {
        weights.append(cumulative[lower + resolution] - cumulative[lower])
      }
      let inside =
        cumulative[first + indices.count * resolution] - cumulative[first]
      weights.append(total - inside)
      tables.append(try FrequencyTable(weights: weights))
    }
    self.tables = tables
    self.resolution = resolution
    self.indices = indices
  }

  static func checkResolution(_ resolution: Int) throws(EntropyError) {
    guard (1...4096).contains(resolution), resolution & (resolution - 1) == 0
    else {
      throw .setting(
        "dither resolution", found: resolution, expected: 1...4096)
    }
  }

  /// The frequencies at a dither: the indices in order, then the escape.
  public func frequencies(dither: UInt16) -> [UInt32] {
    tables[Int(dither)].frequencies
  }

  /// Writes an index.
  ///
  /// - Throws: ``EntropyError/escape(bits:limit:)`` if it is too far outside.
  public func encode(
    _ index: Int, dither: UInt16, into encoder: inout RangeEncoder
  ) throws(EntropyError) {
    let table = tables[Int(dither)]
    if indices.contains(index) {
      try encoder.encode(index - indices.lowerBound, table)
    } else {
      let excess = try EscapeCode.excess(of: index, beyond: indices)
      try encoder.encode(indices.count, table)
      EscapeCode.encode(excess, below: index < 0, into: &encoder)
    }
  }

  /// Reads an index.
  ///
  /// - Throws: ``EntropyError/truncated(byteCount:)``,
  ///   ``EntropyError/escape(bits:limit:)``.
  public func decode(
    dither: UInt16, from decoder: inout RangeDecoder
  ) throws(EntropyError) -> Int {
    let symbol = try decoder.decode(tables[Int(dither)])
    if symbol < indices.count { return indices.lowerBound + symbol }
    return try EscapeCode.decode(beyond: indices, from: &decoder)
  }

  /// −log2 P of an index, escape bits included; for reports and searches.
  ///
  /// Infinite for an index that cannot be written.
  public func idealBits(_ index: Int, dither: UInt16) -> Double {
    let table = tables[Int(dither)]
    if indices.contains(index) {
      return table.idealBits(of: index - indices.lowerBound)
    }
    guard let excess = try? EscapeCode.excess(of: index, beyond: indices) else {
      return .infinity
    }
    return table.idealBits(of: indices.count)
      + Double(EscapeCode.bitCount(excess))
  }
}
