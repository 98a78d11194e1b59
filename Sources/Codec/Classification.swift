import NeuralInference

/// Probabilities of labels, picture by picture.
public struct Classification: Sendable, Equatable {
  /// Names of the labels; two may have the same.
  public let labels: [String]
  /// [pictures, labels].
  public let probabilities: [[Float]]

  /// Takes the probabilities row by row, [pictures, labels].
  public init(labels: [String], probabilities: Tensor) {
    self.labels = labels
    let width = labels.count
    self.probabilities = stride(
      from: 0, to: probabilities.values.count, by: max(width, 1)
    ).map { Array(probabilities.values[$0..<$0 + width]) }
  }

  /// The places of the most likely labels of a picture, the likeliest first;
  /// of equal ones the first in the list.
  public func top(_ count: Int, of picture: Int) -> [Int] {
    let row = probabilities[picture]
    return Array(
      row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(count))
  }

  /// The place of each picture's most likely label.
  public var best: [Int] {
    probabilities.map { row in
      row.indices.dropFirst().reduce(0) { row[$1] > row[$0] ? $1 : $0 }
    }
  }
}
