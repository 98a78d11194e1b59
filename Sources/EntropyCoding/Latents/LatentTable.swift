/// The tables of a small latent: P(kᵢ | k₀ … kᵢ₋₁, uᵢ) for each context and
/// each dither value.
///
/// A picture's latent has d symbols of L levels. The context of symbol i is
/// the mixed-radix number of the symbols before it: (Lⁱ − 1)/(L − 1) +
/// k₀·Lⁱ⁻¹ + … + kᵢ₋₁, so there are 1 + L + … + Lᵈ⁻¹ contexts in all.
public struct LatentTable: Sendable, Hashable {
  /// d, the number of symbols of a picture.
  public let dimensions: Int

  /// L, the number of levels of each.
  public let levels: Int

  /// G, the number of dither values.
  public let resolution: Int

  /// Where the parts start: [context][g][k]; the first of each L is 0.
  private let starts: [UInt16]

  /// The most weights a table may hold.
  public static let weightLimit = 1 << 24

  /// The number of contexts, 1 + L + … + Lᵈ⁻¹.
  ///
  /// - Throws: ``EntropyError/setting(_:found:expected:)`` unless d is in
  ///   1...16, L in 2...256, and the contexts times L are at most 2^24.
  public static func contextCount(
    dimensions: Int, levels: Int
  ) throws(EntropyError) -> Int {
    guard (1...16).contains(dimensions) else {
      throw .setting("dimensions", found: dimensions, expected: 1...16)
    }
    guard (2...256).contains(levels) else {
      throw .setting("levels", found: levels, expected: 2...256)
    }
    var count = 0
    for _ in 0..<dimensions {
      count = count * levels + 1
      guard count * levels <= weightLimit else {
        throw .setting("contexts", found: count, expected: 1...weightLimit)
      }
    }
    return count
  }

  /// The number of weights: contexts × L × G.
  ///
  /// - Throws: ``EntropyError/setting(_:found:expected:)`` as above, for a G
  ///   that is no power of two in 1...4096, or for more than 2^24 weights.
  public static func weightCount(
    dimensions: Int, levels: Int, resolution: Int
  ) throws(EntropyError) -> Int {
    guard (1...4096).contains(resolution), resolution.nonzeroBitCount == 1
    else {
      throw .setting(
        "dither resolution", found: resolution, expected: 1...4096)
    }
    let contexts = try contextCount(dimensions: dimensions, levels: levels)
    let count = contexts * levels * resolution
    guard count <= weightLimit else {
      throw .setting("weights", found: count, expected: 1...weightLimit)
    }
    return count
  }

  /// Tables from weights, normalised here once for all by the rule of rdc(5).
  ///
  /// - Parameters:
  ///   - dimensions: d, the latents of a picture.
  ///   - levels: L, the symbols of a latent.
  ///   - resolution: G, the places of the dither's grid.
  ///   - weights: in the order [context][k][g]: for each context L·G samples
  ///     of its likelihood at y = level − u(g).
  /// - Throws: an ``EntropyError`` for settings out of range or a wrong number
  ///   of weights.
  public init(
    dimensions: Int, levels: Int, resolution: Int, weights: [UInt16]
  ) throws(EntropyError) {
    let count = try Self.weightCount(
      dimensions: dimensions, levels: levels, resolution: resolution)
    guard weights.count == count else {
      throw .count(of: "weights", found: weights.count, expected: count)
    }
    var starts: [UInt16] = []
    starts.reserveCapacity(count)
    // One column for all contexts and places: there may be thousands.
    var column = [UInt32](repeating: 0, count: levels)
    for context in stride(from: 0, to: count, by: levels * resolution) {
      for g in 0..<resolution {
        for k in 0..<levels {
          column[k] = UInt32(weights[context + k * resolution + g])
        }
        if !FrequencyNormalizer.normalizePlain(&column) {
          column = try FrequencyNormalizer.frequencies(column)
        }
        var start: UInt32 = 0
        for size in column {
          starts.append(UInt16(start))
          start += size
        }
      }
    }
    self.dimensions = dimensions
    self.levels = levels
    self.resolution = resolution
    self.starts = starts
  }

  /// The distribution in a context at a dither value.
  ///
  /// - Precondition: both are in range.
  public func distribution(context: Int, dither: UInt16) -> Distribution {
    precondition(Int(dither) < resolution)
    let base = (context * resolution + Int(dither)) * levels
    return Distribution(starts: starts[base..<(base + levels)])
  }

  /// One distribution of a ``LatentTable``.
  public struct Distribution: SymbolModel {
    fileprivate let starts: ArraySlice<UInt16>

    /// The number of levels.
    public var symbolCount: Int { starts.count }

    /// The part of a symbol.
    public func interval(of symbol: Int) -> (start: UInt32, size: UInt32) {
      let index = starts.startIndex + symbol
      let start = UInt32(starts[index])
      let end =
        index + 1 < starts.endIndex ? UInt32(starts[index + 1]) : 1 << 16
      return (start, end - start)
    }

    /// The symbol whose part holds a target.
    public func symbol(at target: UInt32) -> Int {
      var low = 0
      var high = symbolCount
      while high - low > 1 {
        let middle = (low + high) / 2
        if UInt32(starts[starts.startIndex + middle]) <= target {
          low = middle
        } else {
          high = middle
        }
      }
      return low
    }
  }
}
