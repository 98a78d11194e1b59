import RealModule

/// Codes the latents of pictures, each of d symbols, with a ``LatentTable``.
public struct LatentCoder: Sendable, Hashable {
  /// The tables.
  public let table: LatentTable

  /// The fewest bits that a picture can cost.
  private let leastBits: Double

  /// A coder with tables.
  public init(_ table: LatentTable) {
    self.table = table
    leastBits = Self.leastBits(table)
  }

  /// Writes the symbols of one picture.
  ///
  /// - Parameters:
  ///   - indices: d symbols in 0..<L.
  ///   - dither: their d grid indices in 0..<G.
  ///   - encoder: takes the symbols.
  /// - Throws: ``EntropyError/symbol(found:expected:)``,
  ///   ``EntropyError/count(of:found:expected:)``.
  public func encode(
    _ indices: [UInt8], dither: [UInt16], into encoder: inout RangeEncoder
  ) throws(EntropyError) {
    try check(dither)
    try check(indices)
    var context = 0
    for (index, g) in zip(indices, dither) {
      let model = table.distribution(context: context, dither: g)
      try encoder.encode(Int(index), model)
      context = next(context, Int(index))
    }
  }

  /// Reads the symbols of one picture: d symbols in 0..<L.
  ///
  /// - Parameters:
  ///   - dither: their d grid indices in 0..<G.
  ///   - decoder: gives the symbols.
  /// - Returns: the symbols.
  /// - Throws: ``EntropyError/truncated(byteCount:)``,
  ///   ``EntropyError/count(of:found:expected:)``.
  public func decode(
    dither: [UInt16], from decoder: inout RangeDecoder
  ) throws(EntropyError) -> [UInt8] {
    try check(dither)
    var indices: [UInt8] = []
    indices.reserveCapacity(table.dimensions)
    var context = 0
    for g in dither {
      let index = try decoder.decode(
        table.distribution(context: context, dither: g))
      indices.append(UInt8(index))
      context = next(context, index)
    }
    return indices
  }

  /// Σ −log2 P of a picture's symbols: what an ideal coder would spend.
  ///
  /// - Throws: as ``encode(_:dither:into:)``.
  public func idealBits(
    _ indices: [UInt8], dither: [UInt16]
  ) throws(EntropyError) -> Double {
    try check(dither)
    try check(indices)
    var bits = 0.0
    var context = 0
    for (index, g) in zip(indices, dither) {
      bits += table.distribution(context: context, dither: g)
        .idealBits(of: Int(index))
      context = next(context, Int(index))
    }
    return bits
  }

  /// −log2 P of every cell at a dither, for an encoder that looks at them all.
  ///
  /// Cell k₀·Lᵈ⁻¹ + … + k_{d−1} stands at its number; there are Lᵈ.
  ///
  /// - Throws: ``EntropyError/count(of:found:expected:)``.
  public func cellBits(dither: [UInt16]) throws(EntropyError) -> [Double] {
    try check(dither)
    var bits = [0.0]
    var context = 0
    for g in dither {
      var longer: [Double] = []
      longer.reserveCapacity(bits.count * table.levels)
      // The contexts of a symbol stand in the order of the cells so far.
      for prefix in bits {
        let model = table.distribution(context: context, dither: g)
        for k in 0..<table.levels {
          longer.append(prefix + model.idealBits(of: k))
        }
        context += 1
      }
      bits = longer
    }
    return bits
  }

  /// More pictures than this cannot be in a payload, whatever its bytes.
  ///
  /// Every symbol costs something, since another one has a frequency too. Check
  /// a stated number of pictures against this before reserving room for it; it
  /// is an upper bound, so what passes may still turn out cut off.
  public func pictureLimit(payloadBytes: Int) -> UInt64 {
    let limit =
      RangeDecoder.mostBits(payloadBytes: payloadBytes) / leastBits + 1
    return limit < 0x1p63 ? UInt64(limit) : UInt64(Int64.max)
  }

  /// The context after a symbol.
  ///
  /// With c = (Lⁱ − 1)/(L − 1) + n this is L·c + 1 + k: the children of c.
  private func next(_ context: Int, _ symbol: Int) -> Int {
    context * table.levels + 1 + symbol
  }

  private func check(_ dither: [UInt16]) throws(EntropyError) {
    guard dither.count == table.dimensions else {
      throw .count(
        of: "dither indices", found: dither.count, expected: table.dimensions)
    }
    for g in dither where Int(g) >= table.resolution {
      throw .symbol(found: Int(g), expected: 0...(table.resolution - 1))
    }
  }

  private func check(_ indices: [UInt8]) throws(EntropyError) {
    guard indices.count == table.dimensions else {
      throw .count(
        of: "symbols", found: indices.count, expected: table.dimensions)
    }
    for index in indices where Int(index) >= table.levels {
      throw .symbol(found: Int(index), expected: 0...(table.levels - 1))
    }
  }

  /// The sum over the symbols of the fewest bits that each can cost.
  private static func leastBits(_ table: LatentTable) -> Double {
    var bits = 0.0
    var contexts = 0..<1
    for _ in 0..<table.dimensions {
      var most: UInt32 = 1
      for context in contexts {
        for g in 0..<table.resolution {
          let model = table.distribution(context: context, dither: UInt16(g))
          for k in 0..<table.levels {
            most = max(most, model.interval(of: k).size)
          }
        }
      }
      bits += 16 - Double.log2(Double(most))
      contexts =
        contexts.lowerBound * table.levels + 1..<contexts.upperBound
        * table.levels + 1
    }
    return bits
  }
}
