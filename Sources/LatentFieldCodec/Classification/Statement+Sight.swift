import Codec
import PictureFiles

extension Statement {
  /// What the model's classifier sees in a picture; nil where it has none, the
  /// picture fewer pixels than it reads, or nothing is seen.
  ///
  /// - Throws: as ``FieldClassifier``.
  init?(
    of picture: Picture, _ model: FieldModel, _ execution: Execution
  ) throws(RDCError) {
    guard let classifier = try model.guide(for: picture) else { return nil }
    let logits = try classifier.logits([picture], execution: execution)
    self.init(of: try Labels.probabilities(logits).values)
  }
}

extension FieldModel {
  /// The classifier that the encoder asks; nil where there is none, or the
  /// picture has fewer pixels than it reads.
  func guide(
    for picture: Picture
  ) throws(RDCError) -> FieldClassifier? {
    guard labelCount > 2, field.classifiers != nil else { return nil }
    let classifier = try FieldClassifier(codec, .guide)
    return classifier.fills(picture) ? classifier : nil
  }
}
