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
    // The usual question; a sort of a thousand labels takes longer than the
    // rest of an answer.
    if count == 1 { return Self.likeliest(row).map { [$0] } ?? [] }
    return Array(
      row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(count))
  }

  /// The place of each picture's most likely label.
  public var best: [Int] { probabilities.map { Self.likeliest($0) ?? 0 } }

  private static func likeliest(_ row: [Float]) -> Int? {
    row.indices.max { row[$0] < row[$1] }
  }
}
