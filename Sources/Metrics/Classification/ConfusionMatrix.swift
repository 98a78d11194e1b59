/// How often each class was taken for each other.
public struct ConfusionMatrix: Sendable, Equatable, Codable {
  /// Number of classes.
  public let classes: Int
  /// `classes × classes` counts: row = true class, column = class decided for.
  public private(set) var counts: [Int]

  /// An empty matrix.
  ///
  /// - Throws: `MetricError.tooFew` unless there is a class.
  public init(classes: Int) throws(MetricError) {
    guard classes > 0 else {
      throw .tooFew(what: "classes", needed: 1, found: classes)
    }
    self.classes = classes
    counts = Array(repeating: 0, count: classes * classes)
  }

  /// How often `label` was taken for `decision`.
  public subscript(label label: Int, decision decision: Int) -> Int {
    precondition(
      (0..<classes).contains(label) && (0..<classes).contains(decision))
    return counts[label * classes + decision]
  }

  /// All decisions counted.
  public var total: Int { counts.reduce(0, +) }

  /// Share of right decisions, 0…1; 0 if nothing was counted.
  public var accuracy: Double {
    let right = (0..<classes).reduce(0) { $0 + self[label: $1, decision: $1] }
    return total == 0 ? 0 : Double(right) / Double(total)
  }

  mutating func count(label: Int, decision: Int) {
    counts[label * classes + decision] += 1
  }
}
