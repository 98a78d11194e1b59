/// The abscissae of a curve.
enum Interval {
  static func whole(
    _ source: TheorySource, _ end: Double
  ) -> ClosedRange<Double> {
    switch source {
    case .bernoulli: 0...end
    case .gaussian: (end / 100)...end
    }
  }

  static func grid(_ interval: ClosedRange<Double>, _ points: Int) -> [Double] {
    let (lower, upper) = (interval.lowerBound, interval.upperBound)
    return (0..<points).map { index in
      let t = Double(index) / Double(points - 1)
      return lower * (1 - t) + upper * t
    }
  }
}
