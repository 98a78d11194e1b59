import Foundation
import Testing

@testable import Metrics

@Suite struct ClassificationTests {
  let logits = Inputs.uniform(3, 5000).map { Float(($0 - 0.5) * 40) }
  let labels = Inputs.uniform(4, 500).map { UInt8($0 * 10) }

  @Test func `figures agree with SciPy`() throws {
    let found = try ClassificationFigures(
      logits: logits, labels: labels, classes: 10)
    #expect(found.accuracy == Golden.accuracy)
    #expect(agree(found.crossEntropy, Golden.crossEntropy, 1e-12))
    #expect(found.confusion.total == 500)
    #expect(found.confusion.accuracy == found.accuracy)
  }

  @Test func `confusion has labels in rows`() throws {
    let found = try ClassificationFigures(
      logits: [0, 9, 9, 0, 0, 9], labels: [0, 0, 1], classes: 2)
    #expect(found.confusion.counts == [1, 1, 0, 1])
    #expect(found.confusion[label: 0, decision: 1] == 1)
  }

  @Test func `huge logits do not overflow`() throws {
    let found = try ClassificationFigures(
      logits: [3e38, -3e38], labels: [1], classes: 2)
    #expect(agree(found.crossEntropy, 6e38, 1e-6))
  }

  @Test func `bad input is refused`() {
    func measure(_ logits: [Float], _ labels: [UInt8]) throws {
      _ = try ClassificationFigures(logits: logits, labels: labels, classes: 2)
    }
    #expect(throws: MetricError.tooFew(what: "labels", needed: 1, found: 0)) {
      try measure([], [])
    }
    #expect(
      throws: MetricError.countMismatch(
        what: "logits for 2 labels of 2 classes", expected: 4, found: 3)
    ) { try measure([1, 2, 3], [0, 1]) }
    #expect(
      throws: MetricError.labelOutOfRange(index: 1, label: 2, classes: 2)
    ) { try measure([1, 2, 3, 4], [0, 2]) }
    #expect(throws: MetricError.notFinite(what: "logits", index: 1)) {
      try measure([1, .nan], [0])
    }
  }
}
