import Plot

extension PlotSeries {
  /// A theoretical curve: rate over distortion.
  public init(name: String, curve: [TradeoffPoint], mark: Mark = .line) {
    self.init(
      name: name, points: curve.map { Point(x: $0.distortion, y: $0.rate) },
      mark: mark)
  }
}
