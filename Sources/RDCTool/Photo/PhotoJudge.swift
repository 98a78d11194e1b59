import Metrics
import RDC

/// Looks at labelled pictures with the classifier that only measures, and
/// keeps what `rdc classify` reads.
struct PhotoJudge {
  /// What was seen at one rate.
  struct Point {
    var heads: [ClassificationFigures]
    var labelAccuracy: Double?
  }

  private let labels: [UInt8]
  private let execution: Execution
  private let judge: LatentFieldClassifier
  /// Whether the model has what `rdc classify` needs.
  private let classifies: Bool
  private let headCount: Int
  private var originals: [Float] = []
  /// By rate and head, one row of logits a picture.
  private var logits: [Int: [[Float]]] = [:]
  private var hits: [Int: Int] = [:]

  init(
    _ model: Model, _ labels: IDXLabels, _ heads: [Head],
    _ execution: Execution
  ) throws {
    self.labels = labels.labels
    self.execution = execution
    judge = try LatentFieldClassifier(model, .measure)
    classifies = model.heads.contains(.classification)
    headCount = heads.count
  }

  /// Looks at an original.
  mutating func see(_ picture: Picture, at number: Int) throws {
    guard judge.fits(picture) else {
      throw FileFailure(
        path: "--labels",
        reason: "the classifier reads \(judge.side)x\(judge.side) pixels, "
          + "picture \(number) has \(picture.width)x\(picture.height)")
    }
    originals += try judge.logits([picture], execution: execution).values
  }

  /// Looks at the heads' pictures at one rate.
  mutating func see(
    _ pictures: [Picture], of decoder: LatentFieldDecoder, at number: Int,
    rate: Int
  ) throws {
    let width = judge.labels.count
    let values = try judge.logits(pictures, execution: execution).values
    for head in 0..<headCount {
      logits[rate, default: Array(repeating: [], count: headCount)][head] +=
        values[head * width..<(head + 1) * width]
    }
    guard classifies else { return }
    let read = try decoder.labels(execution: execution).probabilities
    if read.argmaxRows()[0] == Int(labels[number]) {
      hits[rate, default: 0] += 1
    }
  }

  /// The originals' figures.
  func original() throws -> PhotoMeasurement.Figures {
    let figures = try figures(originals)
    return PhotoMeasurement.Figures(
      head: "original", accuracy: figures.accuracy,
      crossEntropy: figures.crossEntropy)
  }

  /// The figures of a rate.
  func figures(rate: Int) throws -> Point {
    Point(
      heads: try (logits[rate] ?? []).map(figures),
      labelAccuracy: classifies
        ? Double(hits[rate] ?? 0) / Double(labels.count) : nil)
  }

  private func figures(_ logits: [Float]) throws -> ClassificationFigures {
    try ClassificationFigures(
      logits: logits, labels: labels, classes: judge.labels.count)
  }
}
