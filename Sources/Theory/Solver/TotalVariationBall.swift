/// Distributions within a total variation of a reference.
struct TotalVariationBall {
  let center: [Double]
  let radius: Double

  /// The member nearest to `weights` (positive, any sum) in KL divergence:
  /// argmin Σ r·ln(r/v).
  ///
  /// By the optimality conditions r = clamp(p, αv, βv), α < β: mass above the
  /// center is scaled down by α, mass below it up by β, and what lies between
  /// is moved onto the center. Either factor moves exactly `radius` of mass,
  /// so both follow from one sort of p/v.
  func project(_ weights: [Double]) -> [Double] {
    let total = weights.reduce(0, +)
    let plain = weights.map { $0 / total }
    if distance(to: plain) <= radius { return plain }
    if radius <= 0 { return center }
    let ratios = weights.indices.map { center[$0] / weights[$0] }
    let order = ratios.indices.sorted { ratios[$0] < ratios[$1] }
    let alpha = factor(order, ratios, weights, sign: 1)
    let beta = factor(order.reversed(), ratios, weights, sign: -1)
    return weights.indices.map {
      min(max(center[$0], alpha * weights[$0]), beta * weights[$0])
    }
  }

  /// The factor f for which Σ (±(f·v − p))⁺ = radius, over `order`, in which
  /// entries become active.
  private func factor(
    _ order: [Int], _ ratios: [Double], _ weights: [Double], sign: Double
  ) -> Double {
    var (mass, weight, found) = (sign * radius, 0.0, 0.0)
    for (place, index) in order.enumerated() {
      mass += center[index]
      weight += weights[index]
      found = mass / weight
      guard place + 1 < order.count else { break }
      if sign * (found - ratios[order[place + 1]]) <= 0 { break }
    }
    return found
  }

  /// ½·Σ|r − p|.
  func distance(to other: [Double]) -> Double {
    zip(center, other).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }

  /// min of Σ t·c over members t: the mass that may move leaves the costliest
  /// places for the cheapest.
  func leastCost(_ costs: [Double]) -> Double {
    guard let least = costs.min() else { return 0 }
    var budget = radius
    var sum = 0.0
    for index in costs.indices.sorted(by: { costs[$0] > costs[$1] }) {
      let moved = min(budget, center[index])
      budget -= moved
      sum += (center[index] - moved) * costs[index] + moved * least
    }
    return sum
  }
}
