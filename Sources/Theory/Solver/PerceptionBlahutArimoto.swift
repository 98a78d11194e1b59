import RealModule

/// Numerical R(D, P) of a discrete source: minimises I(X; Y) + s·E d(X, Y) over
/// channels whose output lies within a total variation of a reference.
///
/// With I(X; Y) = min over r of KL(π ‖ p × r) the problem is
/// min KL(π ‖ p × r·e^(−s·d)) over two convex sets in turn (Csiszár and Tusnády
/// 1984): r ← output of π, as Blahut and Arimoto do, and π ← the nearest joint
/// distribution with input p and output in the ball, by matrix scaling with a
/// projection for the column step (Chizat, Peyré, Schmitzer and Vialard 2018,
/// algorithm 1). Radius 1 is Blahut–Arimoto, radius 0 entropic optimal
/// transport. A dual bound tells how far the result can be from the optimum.
public struct PerceptionBlahutArimoto: Sendable {
  /// Source distribution, n values.
  public let source: [Double]
  /// n × m distortions, row by row.
  public let distortions: [Double]
  private let ball: TotalVariationBall
  private var outputs: Int { ball.center.count }

  /// Sets up the problem.
  ///
  /// - Parameters:
  ///   - source: n probabilities.
  ///   - reference: m probabilities that the output is held near to; for the
  ///     perception constraint, the source itself.
  ///   - distortions: n × m, finite, at least 0, row by row.
  ///   - perception: total variation allowed, 0…1.
  /// - Throws: `TheoryError.badParameter`, `countMismatch`.
  public init(
    source: [Double], reference: [Double], distortions: [Double],
    perception: Double
  ) throws(TheoryError) {
    try require("perception", perception, in: 0...1)
    for (name, values) in [("source", source), ("reference", reference)] {
      for value in values { try require(name, value, in: 0...1) }
      try require(
        "sum of \(name)", values.reduce(0, +), in: (1 - 1e-9)...(1 + 1e-9))
    }
    guard distortions.count == source.count * reference.count else {
      throw .countMismatch(
        what: "distortions", expected: source.count * reference.count,
        found: distortions.count)
    }
    for value in distortions {
      try require(
        "distortion", value, in: 0...Double.greatestFiniteMagnitude)
    }
    self.source = source
    self.distortions = distortions
    ball = TotalVariationBall(center: reference, radius: perception)
  }

  /// A channel and what it does.
  public struct Solution: Sendable {
    /// E d(X, Y).
    public let distortion: Double
    /// Total variation between output and reference.
    public let perception: Double
    /// I(X; Y) in bits.
    public let rate: Double
    /// Output distribution.
    public let output: [Double]
    /// n × m, P(y | x), row by row.
    public let channel: [Double]
    /// I + s·E d is at most this many bits above the least possible.
    public let gap: Double
  }

  /// Solves for one slope s: nats of rate for a unit of distortion.
  ///
  /// - Throws: `TheoryError.noConvergence` if the gap is not below `tolerance`
  ///   bits after `iterations`, `badParameter` for a negative slope.
  public func solve(
    slope: Double, tolerance: Double = 1e-7, iterations: Int = 100_000
  ) throws(TheoryError) -> Solution {
    try require("slope", slope, in: 0...Double.greatestFiniteMagnitude)
    let kernel = self.kernel(slope: slope)
    var state = Scaling(
      reference: ball.center.map { ($0 + 1 / Double(outputs)) / 2 })
    var gap = Double.infinity
    for iteration in 1...max(iterations, 1) {
      let moved = sweep(kernel, &state)
      // A change of r before the scaling has settled would end off the set.
      if moved < 1e-11 || iteration.isMultiple(of: 20) {
        state.reference = state.output
        guard moved < 1e-9 else { continue }
        let found = solution(kernel, state, slope: slope)
        gap = found.gap
        if gap <= tolerance { return found }
      }
    }
    throw .noConvergence(gap: gap, iterations: iterations)
  }

  /// π = p·a·K·r·b.
  private struct Scaling {
    /// r.
    var reference: [Double]
    /// r·b.
    var column: [Double]
    var row: [Double] = []
    /// b.
    var factor: [Double]
    /// The column sums that b gives.
    var output: [Double]

    init(reference: [Double]) {
      self.reference = reference
      column = reference
      factor = Array(repeating: 1, count: reference.count)
      output = reference
    }
  }

  private func kernel(slope: Double) -> [Double] {
    let m = outputs
    var kernel = distortions
    for x in source.indices {
      let row = (x * m)..<((x + 1) * m)
      // A factor of a row changes nothing, and this one keeps it from 0.
      let least = distortions[row].min() ?? 0
      for index in row {
        kernel[index] = Double.exp(-slope * (distortions[index] - least))
      }
    }
    return kernel
  }

  /// One row and one column step; the largest change of the output.
  private func sweep(_ kernel: [Double], _ state: inout Scaling) -> Double {
    let m = outputs
    var weights = [Double](repeating: 0, count: m)
    state.row = ScalingKernel.rows(
      kernel, source: source, column: state.column, weights: &weights)
    for y in 0..<m {
      weights[y] = max(weights[y] * state.reference[y], 1e-300)
    }
    let output = ball.project(weights)
    var moved = 0.0
    for y in 0..<m {
      state.factor[y] = output[y] / weights[y]
      moved = max(moved, abs(output[y] - state.output[y]))
      let column = state.reference[y] * state.factor[y]
      moved = max(moved, abs(column - state.column[y]) * output[y])
      state.column[y] = column
    }
    state.output = output
    return moved
  }

  private func solution(
    _ kernel: [Double], _ state: Scaling, slope: Double
  ) -> Solution {
    let m = outputs
    var channel = kernel
    var output = [Double](repeating: 0, count: m)
    for x in source.indices {
      let row = (x * m)..<((x + 1) * m)
      for y in 0..<m { channel[x * m + y] *= state.column[y] }
      let sum = channel[row].reduce(0, +)
      for y in 0..<m {
        channel[x * m + y] /= sum
        output[y] += source[x] * channel[x * m + y]
      }
    }
    var (information, distortion) = (0.0, 0.0)
    for x in source.indices {
      for y in 0..<m where source[x] * channel[x * m + y] > 0 {
        let mass = source[x] * channel[x * m + y]
        information += mass * .log(channel[x * m + y] / output[y])
        distortion += mass * distortions[x * m + y]
      }
    }
    let bound = lowerBound(kernel, state, slope: slope)
    return Solution(
      distortion: distortion, perception: ball.distance(to: output),
      rate: information / .log(2), output: output, channel: channel,
      gap: (information + slope * distortion - bound) / .log(2))
  }

  /// Weak duality: for any a, b > 0 and ψ = ln b the optimum is at least
  /// Blahut's bound for the distortion s·d − ψ, which is
  /// Σ p·ln a − ln max_y Σ_x p·a·e^(−s·d)·b, plus the least Σ t·ψ over members
  /// t of the ball.
  private func lowerBound(
    _ kernel: [Double], _ state: Scaling, slope: Double
  ) -> Double {
    let m = outputs
    var bound = 0.0
    var sums = [Double](repeating: 0, count: m)
    for x in source.indices where source[x] > 0 {
      let row = (x * m)..<((x + 1) * m)
      let least = distortions[row].min() ?? 0
      bound += source[x] * (Double.log(state.row[x]) + slope * least)
      for y in 0..<m {
        sums[y] += source[x] * state.row[x] * kernel[x * m + y]
      }
    }
    let potentials = state.factor.map { Double.log($0) }
    let largest = (0..<m).map { sums[$0] * state.factor[$0] }.max() ?? 1
    return bound - .log(largest) + ball.leastCost(potentials)
  }
}
