import Foundation
import Support
import TestSupport
import Testing

@testable import Theory

@Suite struct SolverTests {
  func output(_ channel: [Double], _ source: [Double], _ outputs: Int)
    -> [Double]
  {
    (0..<outputs).map { y in
      source.indices.map { source[$0] * channel[$0 * outputs + y] }
        .reduce(0, +)
    }
  }

  func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) }.reduce(0, +) / 2
  }

  @Test(arguments: 1...6) func `no channel in the ball is better`(seed: UInt64)
    throws
  {
    var draws = SplitMix64(seed: seed)
    let (inputs, outputs) = (4, 5)
    let source = draws.distribution(inputs)
    let reference = draws.distribution(outputs)
    let costs = (0..<(inputs * outputs)).map { _ in draws.uniform() }
    let (radius, slope) = (0.15, 3.0)
    let solver = try PerceptionBlahutArimoto(
      source: source, reference: reference, distortions: costs,
      perception: radius)
    let found = try solver.solve(slope: slope)
    #expect(found.perception <= radius + 1e-7 && found.gap < 1e-7)
    let best = found.rate * log(2) + slope * found.distortion
    for trial in 0..<400 {
      let random = (0..<inputs).flatMap { _ in draws.distribution(outputs) }
      // Pulled into the ball by a share of the channel that sends the
      // reference whatever comes in; the ball is convex, so the way from the
      // solution to there lies within.
      let away = distance(output(random, source, outputs), reference)
      let pull = min(1, radius / away)
      let share = trial.isMultiple(of: 2) ? draws.uniform() : 0.01
      let mixed = random.indices.map { index in
        let inside = pull * random[index] + (1 - pull) * reference[index % 5]
        return found.channel[index] * (1 - share) + inside * share
      }
      #expect(
        distance(output(mixed, source, outputs), reference) < radius + 1e-6)
      let joint = mixed.indices.map { mixed[$0] * source[$0 / outputs] }
      let spent = zip(joint, costs).map { $0 * $1 }.reduce(0, +)
      let nats = information(joint, columns: outputs) * log(2)
      #expect(nats + slope * spent >= best - 1e-6)
    }
  }

  @Test(arguments: 1...20) func `projection is the nearest member`(seed: UInt64)
  {
    var draws = SplitMix64(seed: seed)
    let center = draws.distribution(6)
    let weights = draws.distribution(6)
    let ball = TotalVariationBall(
      center: center, radius: 0.3 * draws.uniform())
    let found = ball.project(weights)
    #expect(abs(found.reduce(0, +) - 1) < 1e-12)
    #expect(ball.distance(to: found) <= ball.radius + 1e-12)
    func divergence(_ r: [Double]) -> Double {
      zip(r, weights).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) }
    }
    let least = divergence(found)
    for _ in 0..<100 {
      let other = draws.distribution(6)
      let share = 0.2 * draws.uniform()
      let mixed = zip(found, other).map { $0 * (1 - share) + $1 * share }
      guard ball.distance(to: mixed) <= ball.radius else { continue }
      #expect(divergence(mixed) >= least - 1e-12)
    }
  }

  @Test func `bad problems are refused`() {
    #expect(
      throws: TheoryError.countMismatch(
        what: "distortions", expected: 4, found: 3)
    ) {
      try PerceptionBlahutArimoto(
        source: [0.5, 0.5], reference: [0.5, 0.5], distortions: [0, 1, 1],
        perception: 0)
    }
    #expect(throws: TheoryError.self) {
      try PerceptionBlahutArimoto(
        source: [0.5, 0.6], reference: [1], distortions: [0, 1], perception: 0)
    }
    #expect(throws: TheoryError.self) {
      try PerceptionBlahutArimoto(
        source: [], reference: [1], distortions: [], perception: 0)
    }
    #expect(throws: TheoryError.self) {
      try PerceptionBlahutArimoto(
        source: [1], reference: [1], distortions: [0], perception: 2)
    }
  }
}
