import Foundation
import Testing

@testable import Theory

@Suite struct GaussianTests {
  /// A Gaussian on a grid from −4.8 to 4.8.
  struct Grid {
    let points: [Double]
    let mass: [Double]

    init(sigma: Double, steps: Int = 40) {
      points = (-steps...steps).map { Double($0) * 4.8 / Double(steps) }
      let raw = points.map { exp(-$0 * $0 / (2 * sigma * sigma)) }
      let total = raw.reduce(0, +)
      mass = raw.map { $0 / total }
    }

    var variance: Double {
      zip(points, mass).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    }
  }

  func solve(
    _ reference: Grid, perception: Double, slope: Double,
    steps: Int = 40, tolerance: Double = 1e-4
  ) throws -> (PerceptionBlahutArimoto.Solution, Grid) {
    let grid = Grid(sigma: 1, steps: steps)
    let squares = grid.points.flatMap { x in
      reference.points.map { ($0 - x) * ($0 - x) }
    }
    let solver = try PerceptionBlahutArimoto(
      source: grid.mass, reference: reference.mass, distortions: squares,
      perception: perception)
    return (try solver.solve(slope: slope, tolerance: tolerance), grid)
  }

  /// Perfect realism does not depend on the divergence: W₂ = 0 is TV = 0.
  @Test(arguments: [0.4, 1, 2.5, 5])
  func `perfect realism agrees with the solver`(slope: Double) throws {
    let (found, grid) = try solve(
      Grid(sigma: 1), perception: 0, slope: slope)
    #expect(abs(grid.variance - 1) < 1e-4)
    let source = try GaussianSource(sigma: 1)
    let rate = try source.rate(distortion: found.distortion, perception: 0)
    #expect(abs(rate - found.rate) < 1e-3)
    let kappa = (1 - exp2(-2 * found.rate)).squareRoot()
    #expect(abs(found.distortion - 2 * (1 - kappa)) < 1e-3)
  }

  /// At the optimum the output is a Gaussian of σ − √P: hold it there.
  @Test(arguments: [0.01, 0.04, 0.16], [1.0, 2])
  func `partial realism agrees with the solver`(
    perception: Double, slope: Double
  )
    throws
  {
    let (found, _) = try solve(
      Grid(sigma: 1 - perception.squareRoot()), perception: 0, slope: slope)
    let source = try GaussianSource(sigma: 1)
    let rate = try source.rate(
      distortion: found.distortion, perception: perception)
    let plain = try source.rate(distortion: found.distortion)
    // Only where the constraint is active is this output the best one.
    let natural = max(1 - found.distortion, 0).squareRoot()
    if perception.squareRoot() < 1 - natural {
      #expect(abs(rate - found.rate) < 1e-3)
      #expect(rate > plain + 1e-4)
    } else {
      #expect(rate == plain && found.rate > plain - 1e-3)
    }
  }

  @Test(arguments: [0.8, 1.2, 2])
  func `unconstrained form and label form agree with the solver`(slope: Double)
    throws
  {
    let (found, grid) = try solve(
      Grid(sigma: 1, steps: 16), perception: 1, slope: slope, steps: 16,
      tolerance: 1e-3)
    let source = try GaussianSource(sigma: 1)
    let plain = try source.rate(distortion: found.distortion)
    #expect(abs(plain - found.rate) < 1e-3)
    // What the output tells of S = ρX + √(1 − ρ²)N, by summing.
    let rho = 0.8
    let count = grid.points.count
    var joint = [Double](repeating: 0, count: count * count)
    for (x, place) in grid.points.enumerated() {
      let labels = grid.points.map {
        exp(-pow($0 - rho * place, 2) / (2 * (1 - rho * rho)))
      }
      let total = labels.reduce(0, +)
      for (s, weight) in labels.enumerated() {
        let mass = grid.mass[x] * weight / total
        for y in 0..<count {
          joint[s * count + y] += mass * found.channel[x * count + y]
        }
      }
    }
    let gain = information(joint, columns: count)
    let rate = try source.rate(
      distortion: 10, labelGain: gain, correlation: rho)
    #expect(abs(rate - found.rate) < 2e-3)
  }

  /// Over all jointly Gaussian pairs (σ_Y, ρ) that keep W₂² ≤ P.
  @Test(arguments: [0.5, 1, 2.0], [0, 0.05, 0.3, 2])
  func `the form agrees with a search over Gaussian outputs`(
    rate: Double, perception: Double
  ) throws {
    let sigma = 1.3
    let kappa = (1 - exp2(-2 * rate)).squareRoot()
    let root = perception.squareRoot()
    let lower = max(sigma - root, 0)
    let best = (0...20_000).map { step in
      let width = lower + Double(step) / 20_000 * (sigma + root - lower)
      return sigma * sigma + width * width - 2 * sigma * width * kappa
    }.min()
    let source = try GaussianSource(sigma: sigma)
    let found = try source.distortion(rate: rate, perception: perception)
    #expect(abs(found - (best ?? -1)) < 1e-6)
    let back = try source.rate(distortion: found, perception: perception)
    #expect(abs(back - rate) < 1e-9)
  }

  @Test func `realism costs at most a factor of two`() throws {
    let source = try GaussianSource(sigma: 2)
    for rate in stride(from: 0, through: 12, by: 0.25) {
      let plain = try source.distortion(rate: rate, perception: 1e9)
      let real = try source.distortion(rate: rate, perception: 0)
      #expect(plain <= real && real <= 2 * plain * (1 + 1e-12))
    }
    #expect(try source.rate(distortion: 8, perception: 0) == 0)
  }

  @Test func `bad parameters are refused`() throws {
    #expect(
      throws: TheoryError.badParameter(
        name: "sigma", value: 0, allowed: "above 0")
    ) { try GaussianSource(sigma: 0) }
    let source = try GaussianSource(sigma: 1)
    #expect(throws: TheoryError.self) {
      try source.rate(distortion: 1, labelGain: 1, correlation: 0.5)
    }
    #expect(throws: TheoryError.self) {
      try source.distortion(rate: -1, perception: 0)
    }
  }
}
