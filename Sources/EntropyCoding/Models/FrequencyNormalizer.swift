/// Turns weights into frequencies with a total of exactly 2^16, each at least 1.
///
/// The rule, in integers, the same everywhere (section "Table normalisation" of
/// rdc(5)):
///
/// 1. If all weights are zero, all count as one.
/// 2. Let F be empty, T = 2^16 and W the sum of the weights. While some symbol
///    outside F has w·T < W: move all such into F, set T = 2^16 − |F| and W to
///    the sum of the weights outside F.
/// 3. A symbol in F gets 1, any other ⌊w·T / W⌋. What is still missing goes, one
///    each, to the symbols outside F with the largest w·T mod W, among equals
///    to the lower symbol.
///
/// Weights that already add up to 2^16 without a zero stay as they are.
enum FrequencyNormalizer {
  /// The total of every table.
  static let total: UInt64 = 1 << 16

  /// The most symbols a table may have.
  static let symbolLimit = 4096

  /// The frequencies of up to 64 weights in place, without any memory, where
  /// no weight is so small that it needs the rule's second step.
  ///
  /// - Returns: whether it was done; otherwise the weights are as they were.
  static func normalizePlain(_ weights: inout [UInt32]) -> Bool {
    guard (1...64).contains(weights.count) else { return false }
    var sum: UInt64 = 0
    var least = UInt64.max
    for weight in weights {
      sum += UInt64(weight)
      least = min(least, UInt64(weight))
    }
    guard least * total >= sum, sum > 0 else { return false }
    // The remainders' ranks decide, so they are compared and not sorted.
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) {
      remainders in
      var missing = total
      for k in weights.indices {
        let scaled = UInt64(weights[k]) * total
        let quotient = scaled / sum
        remainders[k] = scaled - quotient * sum
        weights[k] = UInt32(quotient)
        missing -= quotient
      }
      while missing > 0 {
        var largest = 0
        for k in weights.indices where remainders[k] > remainders[largest] {
          largest = k
        }
        weights[largest] += 1
        remainders[largest] = 0
        missing -= 1
      }
      return true
    }
  }

  /// The frequencies of weights.
  ///
  /// - Throws: ``EntropyError/setting(_:found:expected:)`` unless there are
  ///   1...4096 weights.
  static func frequencies(
    _ weights: [UInt32]
  ) throws(EntropyError) -> [UInt32] {
    guard (1...symbolLimit).contains(weights.count) else {
      throw .setting(
        "symbols", found: weights.count, expected: 1...symbolLimit)
    }
    var weights = weights.map(UInt64.init)
    if weights.allSatisfy({ $0 == 0 }) {
      weights = weights.map { _ in 1 }
    }
    var frequencies = Array(repeating: UInt32(1), count: weights.count)
    var open = Array(weights.indices)
    var rest = total
    var sum: UInt64 = 0
    while true {
      sum = open.reduce(0) { $0 + weights[$1] }
      let kept = open.filter { weights[$0] * rest >= sum }
      if kept.count == open.count { break }
      open = kept
      rest = total - UInt64(weights.count - open.count)
    }
    var missing = rest
    var remainders: [(remainder: UInt64, symbol: Int)] = []
    for symbol in open {
      let scaled = (weights[symbol] * rest).quotientAndRemainder(
        dividingBy: sum)
      frequencies[symbol] = UInt32(scaled.quotient)
      missing -= scaled.quotient
      remainders.append((scaled.remainder, symbol))
    }
    if missing > 0 {
      remainders.sort {
        ($1.remainder, $0.symbol) < ($0.remainder, $1.symbol)
      }
      for (_, symbol) in remainders.prefix(Int(missing)) {
        frequencies[symbol] += 1
      }
    }
    return frequencies
  }
}
