import Foundation
import Testing

@testable import Theory

@Suite struct SolverTests {
  @Test(arguments: 1...6) func noChannelInTheBallIsBetter(seed: UInt64) throws {
    var draws = Draws(seed: seed)
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
    var inside = 0
    for trial in 0..<4000 {
      // Mix the solution with a random channel: near and far neighbours.
      let share = trial.isMultiple(of: 2) ? 0.3 * draws.uniform() : 0.01
      let channel = (0..<inputs).flatMap { _ in draws.distribution(outputs) }
      let mixed = channel.indices.map {
        found.channel[$0] * (1 - share) + channel[$0] * share
      }
      let joint = mixed.indices.map { mixed[$0] * source[$0 / outputs] }
      let output = (0..<outputs).map { y in
        (0..<inputs).reduce(0) { $0 + joint[$1 * outputs + y] }
      }
      let away = zip(output, reference).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
      guard away <= radius else { continue }
      inside += 1
      let cost =
        information(joint, columns: outputs) * log(2)
        + slope * zip(joint, costs).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(cost >= best - 1e-6)
    }
    #expect(inside > 100)
  }

  @Test(arguments: 1...20) func projectionIsTheNearestMember(seed: UInt64) {
    var draws = Draws(seed: seed)
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
    for _ in 0..<500 {
      let other = draws.distribution(6)
      let share = 0.2 * draws.uniform()
      let mixed = zip(found, other).map { $0 * (1 - share) + $1 * share }
      guard ball.distance(to: mixed) <= ball.radius else { continue }
      #expect(divergence(mixed) >= least - 1e-12)
    }
  }

  @Test func badProblemsAreRefused() {
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
