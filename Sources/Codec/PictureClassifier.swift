import NeuralInference

/// A classifier that travels with a model.
public protocol PictureClassifier: Sendable {
  /// Names of the labels, in the order of the logits.
  var labels: [String] { get }
  /// The only width and height that it reads as they are.
  var size: (width: Int, height: Int) { get }

  /// What it sees in pictures.
  ///
  /// - Throws: ``RDCError`` for pictures that it cannot read.
  func read(
    _ pictures: PictureSet, _ execution: Execution
  ) throws(RDCError) -> Sight
}
