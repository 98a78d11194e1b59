import Metrics
import Plot

/// At one rate distortion against look, and against meaning, for heads and
/// strengths; at several rates each figure over the rate.
struct PagePlots {
  private let measurement: Measurement

  init(_ measurement: Measurement) { self.measurement = measurement }

  func html() -> String {
    let figures = measurement.shownFigures
    let isCurve = measurement.points.count > 1
    var plots: [LinePlot] = []
    if isCurve {
      plots = figures.map(curve)
    } else if let point = measurement.points.first,
      let error = figures.first(where: { $0.aspect == .distortion })
    {
      for (aspect, title) in [
        (FigureAspect.perception, "Look"), (.classification, "Meaning"),
      ] {
        // The last figure of an aspect is the one without a ceiling.
        guard let figure = Self.chosen(figures, aspect) else { continue }
        plots.append(tradeOff(point, title, error, figure))
      }
    }
    let hasStrengths = measurement.points.contains { point in
      point.readings.contains { $0.strength != nil }
    }
    let note =
      isCurve || !hasStrengths
      ? ""
      : "<p class=\"note\">Between two heads the dots of a line are "
        + "strengths (<code>rdc decode --strength</code>).</p>"
    return "<div class=\"plots\">"
      + plots.map { "<figure>\($0.svg())</figure>" }.joined(separator: "\n")
      + "</div>" + note
  }

  /// The first figure of an aspect for which less is better: such a one has no
  /// ceiling that all heads reach.
  private static func chosen(
    _ figures: [any Figure], _ aspect: FigureAspect
  ) -> (any Figure)? {
    figures.first { $0.aspect == aspect && $0.direction == .lower }
  }

  private static func label(_ figure: any Figure) -> String {
    figure.unit.isEmpty ? figure.name : "\(figure.name) (\(figure.unit))"
  }

  /// A figure over the rate, a line for each head.
  private func curve(_ figure: any Figure) -> LinePlot {
    let names = measurement.points.first?.readings.map(\.name) ?? []
    let series = names.enumerated().map { place, name in
      PlotSeries(
        name: name,
        points: measurement.points.compactMap { point in
          point.readings[place].values[figure.key].map {
            PlotSeries.Point(x: point.bitsPerPixel, y: $0)
          }
        }, mark: .lineAndDots)
    }
    return sized(
      LinePlot(
        title: figure.name, xLabel: "bits a pixel",
        yLabel: Self.label(figure), series: series))
  }

  /// A figure against an error: the way from the distortion head to the head
  /// that is best in it, the other heads, and the floor.
  private func tradeOff(
    _ point: Measurement.Point, _ title: String, _ error: any Figure,
    _ figure: any Figure
  ) -> LinePlot {
    func place(_ reading: Measurement.Reading) -> PlotSeries.Point? {
      guard let x = reading.values[error.key],
        let y = reading.values[figure.key]
      else { return nil }
      return PlotSeries.Point(x: x, y: y)
    }
    let heads = point.readings.filter { $0.strength == nil }
    let start = heads.first { $0.head == "distortion" }
    let aim = heads.min {
      ($0.values[figure.key].map(figure.cost) ?? .infinity)
        < ($1.values[figure.key].map(figure.cost) ?? .infinity)
    }
    var series: [PlotSeries] = []
    if let aim {
      let between = point.readings.filter {
        $0.head == aim.head && $0.strength != nil
      }
      let path =
        (start.map { $0.head == aim.head ? [] : [$0] } ?? []) + between + [aim]
      series.append(
        PlotSeries(
          name: path.count > 1 ? "to \(aim.head)" : aim.head,
          points: path.compactMap(place), mark: .lineAndDots))
    }
    let others = heads.filter { $0.head != aim?.head }
    for other in Self.near(others, aim, figure.key) {
      if let dot = place(other) {
        series.append(
          PlotSeries(name: other.head, points: [dot], mark: .dots))
      }
    }
    let errors = series.flatMap(\.points).map(\.x)
    if let least = measurement.original.values[figure.key],
      let first = errors.min(), let last = errors.max()
    {
      series.append(
        PlotSeries(
          name: "originals",
          points: [
            PlotSeries.Point(x: first, y: least),
            PlotSeries.Point(x: last, y: least),
          ], mark: .dashed))
    }
    return sized(
      LinePlot(
        title: title, xLabel: Self.label(error), yLabel: Self.label(figure),
        series: series))
  }

  /// Heads that are not so far off that nothing else could be told apart beside
  /// them: within five times the range from the best head to the distortion
  /// head.
  private static func near(
    _ heads: [Measurement.Reading], _ aim: Measurement.Reading?, _ key: String
  ) -> [Measurement.Reading] {
    guard let best = aim?.values[key],
      let start = heads.first(where: { $0.head == "distortion" })?.values[key]
    else { return heads }
    let range = abs(start - best)
    return heads.filter { head in
      head.values[key].map { abs($0 - best) <= 5 * range } ?? false
    }
  }

  private func sized(_ plot: LinePlot) -> LinePlot {
    var plot = plot
    plot.width = 620
    plot.height = 360
    return plot
  }
}
