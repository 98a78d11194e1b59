/// Piecewise cubic interpolation that keeps the shape of its data (PCHIP).
///
/// Source: Fritsch and Butland, "A method for constructing local monotone
/// piecewise cubic interpolants", 1984 (inner slopes: weighted harmonic means),
/// under Fritsch and Carlson's condition of 1980; end slopes: the three-point
/// formula with its limits of Moler, "Numerical Computing with MATLAB", section
/// 3.6. The same rules as SciPy's `PchipInterpolator`.
public struct MonotoneCubic: Sendable {
  /// Abscissae, rising strictly.
  public let x: [Double]
  /// Ordinates.
  public let y: [Double]
  /// Slopes at the abscissae.
  public let slopes: [Double]

  /// Fits at least two points.
  ///
  /// - Throws: `MetricError.countMismatch`, `tooFew`, `notFinite`, or
  ///   `notIncreasing` unless `x` rises strictly.
  public init(x: [Double], y: [Double]) throws(MetricError) {
    guard x.count == y.count else {
      throw .countMismatch(
        what: "ordinates", expected: x.count, found: y.count)
    }
    guard x.count >= 2 else {
      throw .tooFew(what: "points", needed: 2, found: x.count)
    }
    for index in x.indices where !x[index].isFinite || !y[index].isFinite {
      throw .notFinite(what: "points", index: index)
    }
    for index in 1..<x.count where x[index] <= x[index - 1] {
      throw .notIncreasing(what: "abscissa", index: index)
    }
    self.x = x
    self.y = y
    slopes = Self.slopes(x, y)
  }

  private static func slopes(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count
    let h = (1..<n).map { x[$0] - x[$0 - 1] }
    let delta = (1..<n).map { (y[$0] - y[$0 - 1]) / h[$0 - 1] }
    guard n > 2 else { return [delta[0], delta[0]] }
    var slopes = [Double](repeating: 0, count: n)
    for k in 1..<(n - 1) {
      let (left, right) = (delta[k - 1], delta[k])
      // A change of sign or a flat piece makes the point an extremum.
      if left * right <= 0 { continue }
      let w1 = 2 * h[k] + h[k - 1]
      let w2 = h[k] + 2 * h[k - 1]
      slopes[k] = (w1 + w2) / (w1 / left + w2 / right)
    }
    slopes[0] = endSlope(h[0], h[1], delta[0], delta[1])
    slopes[n - 1] = endSlope(h[n - 2], h[n - 3], delta[n - 2], delta[n - 3])
    return slopes
  }

  private static func endSlope(
    _ h0: Double, _ h1: Double, _ delta0: Double, _ delta1: Double
  ) -> Double {
    let slope = ((2 * h0 + h1) * delta0 - h0 * delta1) / (h0 + h1)
    if slope * delta0 <= 0 { return 0 }
    if delta0 * delta1 <= 0, abs(slope) > 3 * abs(delta0) { return 3 * delta0 }
    return slope
  }

  /// The value at `point`; outside the data the outermost cubic goes on.
  public func value(at point: Double) -> Double {
    let k = piece(of: point)
    let h = x[k + 1] - x[k]
    let t = (point - x[k]) / h
    let (t2, t3) = (t * t, t * t * t)
    return y[k] * (2 * t3 - 3 * t2 + 1) + h * slopes[k] * (t3 - 2 * t2 + t)
      + y[k + 1] * (3 * t2 - 2 * t3) + h * slopes[k + 1] * (t3 - t2)
  }

  /// The integral from `lower` to `upper`, exact for the interpolant.
  public func integral(from lower: Double, to upper: Double) -> Double {
    primitive(at: upper) - primitive(at: lower)
  }

  private func primitive(at point: Double) -> Double {
    let last = piece(of: point)
    var sum = 0.0
    for k in 0..<last { sum += part(k, until: 1) }
    return sum + part(last, until: (point - x[last]) / (x[last + 1] - x[last]))
  }

  /// ∫ of piece k over its own coordinate from 0 to t.
  private func part(_ k: Int, until t: Double) -> Double {
    let h = x[k + 1] - x[k]
    let (t2, t3, t4) = (t * t, t * t * t, t * t * t * t)
    return h
      * (y[k] * (t4 / 2 - t3 + t)
        + h * slopes[k] * (t4 / 4 - 2 * t3 / 3 + t2 / 2)
        + y[k + 1] * (t3 - t4 / 2) + h * slopes[k + 1] * (t4 / 4 - t3 / 3))
  }

  private func piece(of point: Double) -> Int {
    let next = x.firstIndex { $0 > point } ?? x.count - 1
    return min(max(next - 1, 0), x.count - 2)
  }
}
