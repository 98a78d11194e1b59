/// What the encoder's classifier saw in the original: one label or three, the
/// likeliest first, with quantized probabilities; two bytes or five.
///
/// A level of n bits is the middle of its part of a range: 0…1 for the first
/// probability p, 0…min(p, 1 − p) for the second q, 0…min(q, 1 − p − q) for the
/// third. So every statement is a distribution, exact in single precision.
struct Statement: Sendable, Equatable {
  /// Numbers of the labels, all different.
  let labels: [Int]
  /// What stands for each label's probability.
  let levels: [Int]

  /// Bits of a label's number.
  static let labelBits = 10

  /// A label that is less likely than this is not worth its bytes.
  static let least: Float = 1 / 16

  /// Bits of the levels of a statement of one label, or of three.
  static func levelBits(_ count: Int) -> [Int] { count == 1 ? [6] : [4, 3, 3] }

  /// What is to be stated of a classifier's probabilities, at least three of
  /// them: the likeliest, or three if the second is likely enough; nil where
  /// it sees nothing. Of equal ones the first in the list is the likelier.
  init?(of row: [Float]) {
    var best = row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(3)
    guard row[best[0]] >= Self.least else { return nil }
    if row[best[1]] < Self.least { best = best.prefix(1) }
    labels = Array(best)
    var levels: [Int] = []
    var ranges = Ranges()
    for (label, bits) in zip(best, Self.levelBits(best.count)) {
      let share = Double(row[label]) / ranges.next
      let level = min(Int(share * Double(1 << bits)), 1 << bits - 1)
      levels.append(level)
      ranges.take(level, of: bits)
    }
    self.levels = levels
  }

  /// Takes labels and levels that were read.
  init(labels: [Int], levels: [Int]) {
    self.labels = labels
    self.levels = levels
  }

  /// The labels' probabilities.
  var probabilities: [Float] {
    var ranges = Ranges()
    for (level, bits) in zip(levels, Self.levelBits(labels.count)) {
      ranges.take(level, of: bits)
    }
    return ranges.taken.map(Float.init)
  }

  /// Up to where each probability may reach after those before it.
  private struct Ranges {
    private(set) var taken: [Double] = []

    var next: Double {
      taken.last.map { min($0, 1 - taken.reduce(0, +)) } ?? 1
    }

    mutating func take(_ level: Int, of bits: Int) {
      taken.append(next * Double(2 * level + 1) / Double(2 << bits))
    }
  }
}
