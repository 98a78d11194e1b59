import Plot

/// Distortion against look, and against meaning, for heads and strengths.
struct PagePlots {
  private let measurement: Measurement

  init(_ measurement: Measurement) { self.measurement = measurement }

  func html() -> String {
    let look = plot(
      "Look", "sliced W₂ to the originals", to: "perceptual",
      floor: "two halves of originals"
    ) { $0.slicedWasserstein2 }
    // The perceptual head lies so far off that nothing else could be told
    // apart beside it.
    let meaning = plot(
      "Meaning", "cross-entropy (nats)", to: "classification",
      floor: "originals"
    ) { $0.head == "perceptual" ? nil : $0.crossEntropy }
    let plots = [look, meaning].compactMap { $0 }
    let note =
      measurement.dial.isEmpty
      ? ""
      : "<p class=\"note\">Between two heads the dots of a line are "
        + "strengths (<code>rdc decode --strength</code>).</p>"
    return "<div class=\"plots\">"
      + plots.map { "<figure>\($0.svg())</figure>" }.joined(separator: "\n")
      + "</div>" + note
  }

  /// MSE against a cost; nil if no head has that cost.
  private func plot(
    _ title: String, _ name: String, to aim: String, floor: String,
    _ cost: (HeadFigures) -> Double?
  ) -> LinePlot? {
    let heads = measurement.heads.dropFirst()
    func point(_ head: HeadFigures) -> PlotSeries.Point? {
      cost(head).map { PlotSeries.Point(x: head.mse, y: $0) }
    }
    let points = heads.compactMap(point)
    guard !points.isEmpty else { return nil }
    var series: [PlotSeries] = []
    let start = heads.first { $0.head == "distortion" }
    if let end = heads.first(where: { $0.head == aim }) {
      let path =
        [start].compactMap { $0 }
        + measurement.dial.filter { $0.head == aim } + [end]
      series.append(
        PlotSeries(
          name: start == nil ? aim : "to \(aim)",
          points: path.compactMap(point), mark: .lineAndDots))
    }
    series += heads.filter { $0.head != aim }.compactMap { head in
      point(head).map {
        PlotSeries(name: head.head, points: [$0], mark: .dots)
      }
    }
    if let least = measurement.heads.first.flatMap(cost),
      let first = points.map(\.x).min(), let last = points.map(\.x).max()
    {
      series.append(
        PlotSeries(
          name: floor,
          points: [
            PlotSeries.Point(x: first, y: least),
            PlotSeries.Point(x: last, y: least),
          ], mark: .dashed))
    }
    var plot = LinePlot(
      title: title, xLabel: "MSE", yLabel: name, series: series)
    plot.width = 620
    plot.height = 360
    return plot
  }
}
