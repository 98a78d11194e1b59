import Foundation
import Testing

@testable import Metrics

@Suite struct RateQualityTests {
  @Test func `interpolation agrees with SciPy`() throws {
    let cubic = try MonotoneCubic(
      x: [0, 0.5, 1.25, 2, 3.5, 3.75], y: [1, 3, 3, 2, 7, 7.5])
    let found = [0.1, 0.3, 0.9, 1.5, 2.6, 3.6].map { cubic.value(at: $0) }
    for (a, b) in zip(found, Golden.monotoneValues) {
      #expect(agree(a, b, 1e-12))
    }
    let area = cubic.integral(from: 0.2, to: 3.6)
    #expect(agree(area, Golden.monotoneIntegral, 1e-12))
  }

  func curves() throws -> (anchor: RateQualityCurve, test: RateQualityCurve) {
    // Out of order on purpose.
    (
      try RateQualityCurve(
        rates: [0.31, 0.12, 0.62, 1.8, 1.1],
        qualities: [30.2, 27.1, 33.0, 38.2, 35.6]),
      try RateQualityCurve(
        rates: [0.09, 0.25, 0.55, 0.95, 1.4],
        qualities: [26.8, 30.1, 33.3, 35.7, 37.6])
    )
  }

  @Test func `deltas agree with SciPy`() throws {
    let (anchor, test) = try curves()
    let rate = try BjontegaardDelta.rate(anchor: anchor, test: test)
    #expect(agree(rate, Golden.bdRate, 1e-10))
    let within = try BjontegaardDelta.rate(
      anchor: anchor, test: test, rates: 0.2...0.9)
    #expect(agree(within, Golden.bdRateWithin, 1e-10))
    let quality = try BjontegaardDelta.quality(anchor: anchor, test: test)
    #expect(agree(quality, Golden.bdPSNR, 1e-10))
  }

  @Test func `half the rate is minus fifty percent`() throws {
    let (anchor, _) = try curves()
    let half = try RateQualityCurve(
      rates: anchor.rates.map { $0 / 2 }, qualities: anchor.qualities)
    let rate = try BjontegaardDelta.rate(anchor: anchor, test: half)
    #expect(abs(rate + 50) < 1e-9)
    let same = try BjontegaardDelta.rate(anchor: anchor, test: anchor)
    #expect(same == 0)
  }

  @Test func `curves that cannot be compared are refused`() throws {
    let (anchor, _) = try curves()
    let far = try RateQualityCurve(rates: [3, 4], qualities: [50, 51])
    #expect(
      throws: MetricError.noOverlap(what: "quality", lower: 50, upper: 38.2)
    ) { try BjontegaardDelta.rate(anchor: anchor, test: far) }
    #expect(throws: MetricError.noOverlap(what: "rate", lower: 3, upper: 1.8)) {
      try BjontegaardDelta.quality(anchor: anchor, test: far)
    }
    #expect(throws: MetricError.notIncreasing(what: "quality", index: 1)) {
      try RateQualityCurve(rates: [1, 2], qualities: [30, 30])
    }
    #expect(
      throws: MetricError.badParameter(
        name: "rate", value: 0, allowed: "above 0")
    ) { try RateQualityCurve(rates: [0, 2], qualities: [30, 31]) }
    #expect(
      throws: MetricError.tooFew(what: "points of a curve", needed: 2, found: 1)
    ) { try RateQualityCurve(rates: [1], qualities: [30]) }
  }
}
