import Metrics
import RDC

/// One yardstick for all readings: the originals, seen by the classifier that
/// only measures, and projected once.
struct Yardstick {
  private let originals: IDXImages
  private let labels: IDXLabels?
  private let execution: Execution
  private let classifier: LatentVectorClassifier
  private let classes: Int
  private let sliced: SlicedWasserstein
  private let pixels: FeatureSet
  private let projected: ProjectedSet
  private let features: FeatureSet
  private let logits: [Float]
  /// What the classifier takes the originals for.
  let decisions: [Int]

  init(
    _ model: Model, originals: IDXImages, labels: IDXLabels?,
    execution: Execution
  ) throws {
    self.originals = originals
    self.labels = labels
    self.execution = execution
    classifier = try LatentVectorClassifier(model, .measure)
    classes = try model.latentVector().labels.count
    let size = originals.width * originals.height
    sliced = try SlicedWasserstein(dimension: size)
    pixels = try FeatureSet(bytes: originals.samples, dimension: size)
    projected = try sliced.project(pixels)
    (features, logits, decisions) = try Self.read(
      pixels, classifier, execution)
  }

  /// The originals against themselves: accuracy as they are, distances
  /// between two halves of them.
  func floor() throws -> HeadFigures {
    let classified = try classification(logits)
    let halves = originals.count >= 4
    return HeadFigures(
      head: "original", mse: 0, psnr: nil, accuracy: classified?.accuracy,
      crossEntropy: classified?.crossEntropy,
      slicedWasserstein2: halves ? try sliced.floor(of: pixels) : 0,
      frechet: halves ? try FrechetDistance.floor(of: features) : 0,
      confusion: classified?.confusion.rows)
  }

  /// The figures of one reading, and what the classifier takes each for.
  func figures(
    _ name: String, of images: IDXImages
  ) throws -> (figures: HeadFigures, decisions: [Int]) {
    let size = originals.width * originals.height
    let set = try FeatureSet(bytes: images.samples, dimension: size)
    let (seen, logits, decisions) = try Self.read(set, classifier, execution)
    let classified = try classification(logits)
    let figures = HeadFigures(
      head: name,
      mse: try Distortion.meanSquaredError(originals.samples, images.samples),
      psnr: try Distortion.meanPeakSignalToNoise(
        originals.samples, images.samples, size: size),
      accuracy: classified?.accuracy, crossEntropy: classified?.crossEntropy,
      slicedWasserstein2: try sliced.project(set).distance(to: projected),
      frechet: originals.count > 1
        ? try FrechetDistance.between(features, seen) : 0,
      confusion: classified?.confusion.rows)
    return (figures, decisions)
  }

  private func classification(
    _ logits: [Float]
  ) throws -> ClassificationFigures? {
    try labels.map {
      try ClassificationFigures(
        logits: logits, labels: $0.labels, classes: classes)
    }
  }

  private static func read(
    _ set: FeatureSet, _ classifier: LatentVectorClassifier,
    _ execution: Execution
  ) throws -> (features: FeatureSet, logits: [Float], decisions: [Int]) {
    let seen = try classifier.featuresAndLogits(
      set.values, execution: execution)
    return (
      try FeatureSet(
        values: seen.features.values, dimension: seen.features.shape[1]),
      seen.logits.values, seen.logits.argmaxRows()
    )
  }
}

extension ConfusionMatrix {
  /// A row for each label.
  fileprivate var rows: [[Int]] {
    (0..<classes).map { label in
      (0..<classes).map { self[label: label, decision: $0] }
    }
  }
}
