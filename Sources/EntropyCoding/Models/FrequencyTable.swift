/// One distribution over an alphabet of up to 4096 symbols.
public struct FrequencyTable: SymbolModel, Hashable {
  /// Where each symbol's part starts, and 2^16 at the end.
  private let starts: [UInt32]

  /// A table from frequencies that are ready to use.
  ///
  /// - Throws: an ``EntropyError`` unless there are 1...4096, each at least 1,
  ///   that add up to 2^16.
  public init(frequencies: [UInt32]) throws(EntropyError) {
    let limit = FrequencyNormalizer.symbolLimit
    guard (1...limit).contains(frequencies.count) else {
      throw .setting("symbols", found: frequencies.count, expected: 1...limit)
    }
    if let symbol = frequencies.firstIndex(of: 0) {
      throw .zeroFrequency(symbol: symbol)
    }
    let total = frequencies.reduce(UInt64(0)) { $0 + UInt64($1) }
    guard total == FrequencyNormalizer.total else {
      throw .total(found: total)
    }
    self.init(valid: frequencies)
  }

  /// A table from cumulative frequencies: 0 first, 2^16 last.
  ///
  /// - Throws: an ``EntropyError`` if they go down, stand still, or do not go
  ///   from 0 to 2^16.
  public init(cumulative: [UInt32]) throws(EntropyError) {
    guard let first = cumulative.first, first == 0 else {
      throw .descending(index: 0)
    }
    var frequencies: [UInt32] = []
    for index in cumulative.indices.dropFirst() {
      guard cumulative[index] >= cumulative[index - 1] else {
        throw .descending(index: index)
      }
      frequencies.append(cumulative[index] - cumulative[index - 1])
    }
    try self.init(frequencies: frequencies)
  }

  /// A table from any weights, normalised by the rule of rdc(5).
  ///
  /// - Throws: ``EntropyError/setting(_:found:expected:)`` unless there are
  ///   1...4096 weights.
  public init(weights: [UInt32]) throws(EntropyError) {
    self.init(valid: try FrequencyNormalizer.frequencies(weights))
  }

  private init(valid frequencies: [UInt32]) {
    var starts: [UInt32] = [0]
    starts.reserveCapacity(frequencies.count + 1)
    var sum: UInt32 = 0
    for frequency in frequencies {
      sum += frequency
      starts.append(sum)
    }
    self.starts = starts
  }

  /// The number of symbols.
  public var symbolCount: Int { starts.count - 1 }

  /// The frequencies, with a total of 2^16.
  public var frequencies: [UInt32] {
    zip(starts, starts.dropFirst()).map { $1 - $0 }
  }

  /// The part of a symbol.
  public func interval(of symbol: Int) -> (start: UInt32, size: UInt32) {
    (starts[symbol], starts[symbol + 1] - starts[symbol])
  }

  /// The symbol whose part holds a target, by bisection.
  public func symbol(at target: UInt32) -> Int {
    var low = 0
    var high = symbolCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= target { low = middle } else { high = middle }
    }
    return low
  }
}
