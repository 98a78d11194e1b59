import Foundation
import Testing

@testable import Theory

@Suite struct CurveTests {
  func check(_ curve: [TradeoffPoint], lastRate: Double) {
    #expect(curve.count == 21)
    for (a, b) in zip(curve, curve.dropFirst()) {
      #expect(a.distortion < b.distortion && a.rate >= b.rate - 1e-12)
    }
    for index in 1..<(curve.count - 1) {
      let mean = (curve[index - 1].rate + curve[index + 1].rate) / 2
      #expect(curve[index].rate <= mean + 1e-9, "a convex curve")
    }
    #expect(abs((curve.last?.rate ?? -1) - lastRate) < 1e-9)
  }

  @Test(arguments: [0, 0.02, 0.3])
  func `perception curves fall to zero and are convex`(perception: Double)
    throws
  {
    let bit = TheorySource.bernoulli(try BernoulliSource(p: 0.2))
    check(
      try RateDistortionPerception.curve(
        source: bit, perception: perception, points: 21), lastRate: 0)
    let number = TheorySource.gaussian(try GaussianSource(sigma: 1))
    check(
      try RateDistortionPerception.curve(
        source: number, perception: perception, points: 21), lastRate: 0)
  }

  @Test func `classification curves end at the rate of the label`() throws {
    let bit = try BernoulliSource(p: 0.3)
    let curve = try RateDistortionClassification.curve(
      source: bit, gain: 0.2, noise: 0.05, points: 21)
    let label = bit.labelEntropy(noise: 0.05) - 0.2
    check(
      curve,
      lastRate: try bit.rate(
        distortion: 1, classification: label, noise: 0.05))
    #expect(curve[20].rate > 0.2 && curve[20].classification == -0.2)
    let number = try RateDistortionClassification.curve(
      source: GaussianSource(sigma: 1), gain: 0.3, correlation: 0.9, points: 21)
    check(
      number, lastRate: -0.5 * log2(1 - (1 - exp2(-0.6)) / 0.81))
  }

  @Test func `points are read back from JSON`() throws {
    let points = try RateDistortionPerception.curve(
      source: .bernoulli(BernoulliSource(p: 0.2)), perception: 0.1, points: 3)
    let data = try JSONEncoder().encode(points)
    #expect(
      try JSONDecoder().decode([TradeoffPoint].self, from: data) == points)
  }

  @Test func `too few points are refused`() {
    #expect(throws: TheoryError.self) {
      try RateDistortionPerception.curve(
        source: .bernoulli(BernoulliSource(p: 0.2)), perception: 0.1, points: 1)
    }
  }
}
