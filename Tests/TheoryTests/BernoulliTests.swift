import Foundation
import Support
import TestSupport
import Testing

@testable import Theory

@Suite struct BernoulliTests {
  static let hamming = [0.0, 1, 1, 0]

  func solver(_ p: Double, _ perception: Double) throws
    -> PerceptionBlahutArimoto
  {
    try PerceptionBlahutArimoto(
      source: [1 - p, p], reference: [1 - p, p], distortions: Self.hamming,
      perception: perception)
  }

  @Test(
    arguments: [0.05, 0.1, 0.25, 0.4, 0.5],
    [0, 0.01, 0.03, 0.08, 0.2, 0.45])
  func `closed form agrees with the solver`(p: Double, perception: Double)
    throws
  {
    let source = try BernoulliSource(p: p)
    let solver = try solver(p, perception)
    for slope in [0.2, 0.6, 1, 1.5, 2, 2.5, 3, 4, 5.5, 8] {
      let found = try solver.solve(slope: slope)
      #expect(found.perception <= perception + 1e-7)
      let rate = try source.rate(
        distortion: found.distortion, perception: perception)
      #expect(
        abs(rate - found.rate) < 1e-5,
        "D \(found.distortion), solver \(found.rate), form \(rate)")
    }
  }

  @Test func `the solver visits all three regimes`() throws {
    let limits = try BernoulliSource(p: 0.25).distortionLimits(perception: 0.05)
    let solver = try solver(0.25, 0.05)
    let found = try [0.05, 2, 5].map {
      try solver.solve(slope: $0).distortion
    }
    #expect(abs(found[0] - limits.second) < 0.02)
    #expect(limits.first < found[1] && found[1] < limits.second)
    #expect(found[2] < limits.first)
  }

  @Test(arguments: [0.1, 0.25, 0.4], [0, 0.02, 0.07])
  func `the regimes meet`(p: Double, perception: Double) throws {
    let source = try BernoulliSource(p: p)
    let limits = try source.distortionLimits(perception: perception)
    for limit in [limits.first, limits.second] where limit > 0 {
      let before = try source.rate(
        distortion: limit - 1e-9, perception: perception)
      let after = try source.rate(
        distortion: limit + 1e-9, perception: perception)
      #expect(abs(before - after) < 1e-6)
    }
  }

  /// The form as it was published: 2h(p) + h(p−P) − H₃ − H₃.
  @Test func `the joint form is the published one`() throws {
    let (p, perception, distortion) = (0.25, 0.05, 0.2)
    func ternary(_ a: Double, _ b: Double) -> Double {
      entropy([a, b, 1 - a - b])
    }
    let published =
      2 * entropy([p, 1 - p]) + entropy([p - perception, 1 - p + perception])
      - ternary((distortion - perception) / 2, p)
      - ternary((distortion + perception) / 2, 1 - p)
    let found = try BernoulliSource(p: p).rate(
      distortion: distortion, perception: perception)
    #expect(abs(found - published) < 1e-12)
  }

  @Test func `no channel beats the classification form`() throws {
    var draws = SplitMix64(seed: 5)
    for _ in 0..<1000 {
      let p = draws.uniform() / 2
      let noise = draws.uniform() / 2
      let outputs = 2 + Int(draws.uniform() * 3)
      let first = draws.distribution(outputs)
      let second = draws.distribution(outputs)
      let joint = first.map { $0 * (1 - p) } + second.map { $0 * p }
      // Each output stands for the bit that suits it.
      let distortion = (0..<outputs).reduce(0) {
        $0 + min(joint[$1], joint[outputs + $1])
      }
      var labelled: [Double] = []
      for label in 0..<2 {
        for y in 0..<outputs {
          let same: Double = joint[label * outputs + y]
          let other: Double = joint[(1 - label) * outputs + y]
          labelled.append(same * (1 - noise) + other * noise)
        }
      }
      let output = (0..<outputs).map { joint[$0] + joint[outputs + $0] }
      let bound = try BernoulliSource(p: p).rate(
        distortion: distortion,
        classification: entropy(labelled) - entropy(output), noise: noise)
      #expect(information(joint, columns: outputs) >= bound - 1e-9)
    }
  }

  @Test(arguments: [0.1, 0.3, 0.5], [0.02, 0.1, 0.3])
  func `a channel meets the classification form`(p: Double, noise: Double)
    throws
  {
    let source = try BernoulliSource(p: p)
    for flip in [0.01, 0.04, 0.09] {
      // X = Y ⊕ Z with P(Z = 1) = flip.
      let one = (p - flip) / (1 - 2 * flip)
      let joint = [
        (1 - one) * (1 - flip), one * flip, (1 - one) * flip,
        one * (1 - flip),
      ]
      let mixed = flip * (1 - noise) + noise * (1 - flip)
      let label = entropy([mixed, 1 - mixed])
      let rate = information(joint, columns: 2)
      for (distortion, classification) in [
        (flip, 1), (1, label), (flip, label),
      ] {
        let form = try source.rate(
          distortion: distortion, classification: classification, noise: noise)
        #expect(abs(form - rate) < 1e-9)
      }
    }
  }

  @Test func `bad parameters are refused`() throws {
    #expect(
      throws: TheoryError.badParameter(
        name: "p", value: 0.6, allowed: "0.0…0.5")
    ) { try BernoulliSource(p: 0.6) }
    let source = try BernoulliSource(p: 0.2)
    #expect(
      throws: TheoryError.badParameter(
        name: "distortion", value: -1, allowed: "0.0 or more")
    ) { try source.rate(distortion: -1) }
    #expect(throws: TheoryError.self) {
      try source.rate(distortion: .nan, perception: 0)
    }
    #expect(throws: TheoryError.self) {
      try source.rate(distortion: 1, classification: 0.1, noise: 0.2)
    }
  }
}
