import RealModule
import Support

/// What a classifier makes of a set of pictures.
public struct ClassificationFigures: Sendable, Equatable, Codable {
  /// Share of pictures whose greatest logit is that of their label.
  public let accuracy: Double
  /// Mean of −ln P(label), in nats.
  public let crossEntropy: Double
  /// Counts of (label, decision).
  public let confusion: ConfusionMatrix

  /// Measures `logits` (`labels.count × classes`, row by row) against labels.
  ///
  /// P is the softmax of a row. −ln P is taken as
  /// m + ln Σ exp(z − m) − z[label], m the greatest logit, which cannot
  /// overflow. Of equal logits the first decides, as NumPy's argmax does.
  ///
  /// - Throws: `MetricError.tooFew` for no label, `countMismatch` if the logits
  ///   do not fit the labels, `labelOutOfRange`, `notFinite`.
  public init(
    logits: [Float], labels: [UInt8], classes: Int
  ) throws(MetricError) {
    var confusion = try ConfusionMatrix(classes: classes)
    guard !labels.isEmpty else {
      throw .tooFew(what: "labels", needed: 1, found: 0)
    }
    let expected = checkedProduct(labels.count, classes)
    guard expected == logits.count else {
      throw .countMismatch(
        what: "logits for \(labels.count) labels of \(classes) classes",
        expected: expected ?? .max, found: logits.count)
    }
    if let index = logits.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(what: "logits", index: index)
    }
    var sum = 0.0
    for (index, label) in labels.enumerated() {
      let label = Int(label)
      guard label < classes else {
        throw .labelOutOfRange(index: index, label: label, classes: classes)
      }
      let row = logits[(index * classes)..<((index + 1) * classes)]
      var decision = 0
      var greatest = -Float.infinity
      for (candidate, value) in row.enumerated() where value > greatest {
        (decision, greatest) = (candidate, value)
      }
      var exponentials = 0.0
      for value in row {
        exponentials += .exp(Double(value) - Double(greatest))
      }
      let own = Double(row[row.startIndex + label])
      sum += .log(exponentials) + (Double(greatest) - own)
      confusion.count(label: label, decision: decision)
    }
    self.confusion = confusion
    accuracy = confusion.accuracy
    crossEntropy = sum / Double(labels.count)
  }
}
