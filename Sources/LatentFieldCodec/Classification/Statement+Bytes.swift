extension Statement {
  /// The bytes: labels, then levels, the highest bit first.
  var bytes: [UInt8] {
    var value: UInt64 = 0
    for label in labels { value = value << Self.labelBits | UInt64(label) }
    for (level, bits) in zip(levels, Self.levelBits(labels.count)) {
      value = value << bits | UInt64(level)
    }
    let count = labels.count == 1 ? 2 : 5
    return (0..<count).reversed().map {
      UInt8(truncatingIfNeeded: value >> (8 * $0))
    }
  }

  /// Reads the bytes; nil unless they state different ones of `known` labels.
  init?(_ bytes: [UInt8], known: Int) {
    let count: Int
    switch bytes.count {
    case 2: count = 1
    case 5: count = 3
    default: return nil
    }
    var value = bytes.reduce(0) { $0 << 8 | Int($1) }
    var levels: [Int] = []
    for bits in Self.levelBits(count).reversed() {
      levels.append(value & (1 << bits - 1))
      value >>= bits
    }
    let labels = (0..<count).reversed().map {
      value >> (Self.labelBits * $0) & (1 << Self.labelBits - 1)
    }
    guard labels.allSatisfy({ $0 < known }), Set(labels).count == count else {
      return nil
    }
    self.init(labels: labels, levels: levels.reversed())
  }
}
