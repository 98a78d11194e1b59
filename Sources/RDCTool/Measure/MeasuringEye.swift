import Metrics
import RDC

/// Looks at originals and readings alike: as bytes, and through the classifier
/// that only measures.
struct MeasuringEye {
  let classifier: (any PictureClassifier)?
  /// The true labels of the originals.
  let labels: [UInt8]?
  /// Whether the pictures are a sample of a distribution.
  let isSet: Bool
  let execution: Execution

  func look(at pictures: PictureSet) throws -> FigurePictures {
    try FigurePictures(
      count: pictures.count, width: pictures.width, height: pictures.height,
      channels: pictures.colorSpace.channels, bytes: pictures.samples,
      isSet: isSet, labels: labels, sight: sight(of: pictures))
  }

  private func sight(of pictures: PictureSet) throws -> FigurePictures.Sight? {
    guard let classifier else { return nil }
    guard classifier.size == (pictures.width, pictures.height) else {
      throw LabelFailure.size(expected: classifier.size, found: pictures)
    }
    let seen = try classifier.read(pictures, execution)
    return FigurePictures.Sight(
      classes: classifier.labels.count, logits: seen.logits.values,
      features: try seen.features.map {
        try FeatureSet(values: $0.values, dimension: $0.shape[1])
      })
  }
}

extension FigurePictures.Sight {
  /// What the classifier takes each picture for.
  var decisions: [Int] {
    stride(from: 0, to: logits.count, by: max(classes, 1)).map { start in
      (0..<classes).reduce(0) {
        logits[start + $1] > logits[start + $0] ? $1 : $0
      }
    }
  }
}
