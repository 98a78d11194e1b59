import RealModule

/// A table that gives each symbol its part of a total of 2^16.
///
/// Every part has a size of at least 1 ("leaky"), so that encoding cannot fail.
public protocol SymbolModel: Sendable {
  /// The number of symbols; they are 0..<symbolCount.
  var symbolCount: Int { get }

  /// The part of a symbol in 0..<symbolCount.
  func interval(of symbol: Int) -> (start: UInt32, size: UInt32)

  /// The symbol whose part holds a target in 0..<2^16.
  func symbol(at target: UInt32) -> Int
}

extension SymbolModel {
  /// −log2 of a symbol's probability, for reports and searches; no symbol
  /// depends on it.
  public func idealBits(of symbol: Int) -> Double {
    16 - Double.log2(Double(interval(of: symbol).size))
  }
}

extension RangeEncoder {
  /// Writes a symbol.
  ///
  /// - Throws: ``EntropyError/symbol(found:expected:)`` outside the alphabet.
  public mutating func encode(
    _ symbol: Int, _ model: some SymbolModel
  ) throws(EntropyError) {
    guard symbol >= 0, symbol < model.symbolCount else {
      throw .symbol(found: symbol, expected: 0...(model.symbolCount - 1))
    }
    let (start, size) = model.interval(of: symbol)
    encode(start: start, size: size)
  }
}

extension RangeDecoder {
  /// Reads a symbol.
  ///
  /// - Throws: ``EntropyError/truncated(byteCount:)``.
  public mutating func decode(
    _ model: some SymbolModel
  ) throws(EntropyError) -> Int {
    let symbol = model.symbol(at: target())
    let (start, size) = model.interval(of: symbol)
    try advance(start: start, size: size)
    return symbol
  }
}
