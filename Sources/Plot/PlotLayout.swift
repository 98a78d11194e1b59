/// Where everything of a plot lies.
struct PlotLayout {
  private let plot: LinePlot
  private let xRange: ClosedRange<Double>
  private let yRange: ClosedRange<Double>
  private let named: [(index: Int, series: PlotSeries)]
  let left = 72.0
  let top: Double
  let plotWidth: Double
  let plotHeight: Double
  /// Name of the clip path; of two plots in one page the texts differ, and
  /// where they do not the shapes are the same.
  let clip: String

  init(_ plot: LinePlot) {
    self.plot = plot
    let points = plot.series.flatMap(\.points).filter(\.isFinite)
    xRange = plot.xRange ?? Self.range(points.map(\.x))
    yRange = plot.yRange ?? Self.range(points.map(\.y))
    named = plot.series.enumerated().filter { !$0.element.name.isEmpty }
      .map { ($0.offset, $0.element) }
    top = plot.title.isEmpty ? 20 : 48
    // Text is measured by a guess of 7.4 pixels a letter.
    let longest = named.map { $0.series.name.count }.max() ?? 0
    let legendWidth = named.isEmpty ? 24 : 56 + 7.4 * Double(longest)
    plotWidth = max(plot.width - left - legendWidth, 80)
    plotHeight = max(plot.height - top - 58, 60)
    clip = "lp-\(Int(plotWidth))-\(Int(plotHeight))-\(Int(top))"
  }

  /// The data with a margin of 4 %, not beyond 0 when the data is not.
  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let least = values.min(), let most = values.max() else {
      return 0...1
    }
    let span = most - least
    let margin = span > 0 ? span * 0.04 : max(abs(most), 1) * 0.5
    let lower = least >= 0 && least < margin ? 0 : least - margin
    return lower...(most + margin)
  }

  private func x(_ value: Double) -> Double {
    left + (value - xRange.lowerBound)
      / Self.span(xRange) * plotWidth
  }

  private func y(_ value: Double) -> Double {
    top + (yRange.upperBound - value) / Self.span(yRange) * plotHeight
  }

  private static func span(_ range: ClosedRange<Double>) -> Double {
    let span = range.upperBound - range.lowerBound
    return span > 0 ? span : 1
  }

  /// Grid, frame, numbers and names.
  func axes() -> [String] {
    let bottom = top + plotHeight
    let right = left + plotWidth
    var parts: [String] = []
    let columns = PlotTicks(range: widened(xRange), wanted: 7)
    for value in columns.values where xRange.contains(value) {
      parts.append(line(x(value), top, x(value), bottom, "lp-grid"))
      parts.append(
        text(columns.label(value), x(value), bottom + 18, "lp-dim", "middle"))
    }
    let rows = PlotTicks(range: widened(yRange), wanted: 6)
    for value in rows.values where yRange.contains(value) {
      parts.append(line(left, y(value), right, y(value), "lp-grid"))
      parts.append(
        text(rows.label(value), left - 8, y(value) + 4, "lp-dim", "end"))
    }
    parts.append(
      "<path class=\"lp-axis\" d=\"M\(left.short) \(top.short)V"
        + "\(bottom.short)H\(right.short)\"/>")
    if !plot.title.isEmpty {
      parts.append(
        text(plot.title, left, 28, "lp-text lp-title", "start"))
    }
    let middle = (top + bottom) / 2
    parts.append(
      text(
        plot.xLabel, (left + right) / 2, bottom + 42, "lp-text", "middle"))
    parts.append(
      text(
        plot.yLabel, 18, middle, "lp-text", "middle",
        " transform=\"rotate(-90 18 \(middle.short))\""))
    return parts
  }

  private func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    range.lowerBound...(range.lowerBound + Self.span(range))
  }

  /// One series, as a path and its dots.
  func drawing(of series: PlotSeries, color: String) -> String {
    var parts: [String] = []
    if series.mark != .dots {
      var path = ""
      var pen = false
      for point in series.points {
        guard point.isFinite else {
          pen = false
          continue
        }
        path += "\(pen ? "L" : "M")\(x(point.x).short) \(y(point.y).short)"
        pen = true
      }
      let dash = series.mark == .dashed ? " lp-dash" : ""
      parts.append("<path class=\"lp-line \(color)\(dash)\" d=\"\(path)\"/>")
    }
    if series.mark == .dots || series.mark == .lineAndDots {
      for point in series.points where point.isFinite {
        parts.append(dot(x(point.x), y(point.y), color))
      }
    }
    return parts.joined(separator: "\n")
  }

  /// Names with samples of their marks, right of the plot.
  func legend() -> [String] {
    let start = left + plotWidth + 16
    return named.enumerated().flatMap { place, entry in
      let middle = top + 12 + 22 * Double(place)
      let color = PlotStyle.color(entry.index)
      var parts: [String] = []
      if entry.series.mark != .dots {
        let dash = entry.series.mark == .dashed ? " lp-dash" : ""
        parts.append(
          line(start, middle, start + 24, middle, "lp-line \(color)\(dash)"))
      }
      if entry.series.mark == .dots || entry.series.mark == .lineAndDots {
        parts.append(dot(start + 12, middle, color))
      }
      parts.append(
        text(entry.series.name, start + 31, middle + 4, "lp-text", "start"))
      return parts
    }
  }

  private func dot(_ x: Double, _ y: Double, _ color: String) -> String {
    "<circle class=\"\(color)-fill\" cx=\"\(x.short)\" cy=\"\(y.short)\" "
      + "r=\"3.5\"/>"
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ name: String
  ) -> String {
    "<path class=\"\(name)\" d=\"M\(x1.short) \(y1.short)L\(x2.short) "
      + "\(y2.short)\"/>"
  }

  private func text(
    _ text: String, _ x: Double, _ y: Double, _ name: String,
    _ anchor: String, _ more: String = ""
  ) -> String {
    "<text class=\"\(name)\" x=\"\(x.short)\" y=\"\(y.short)\" "
      + "text-anchor=\"\(anchor)\"\(more)>\(text.escaped)</text>"
  }
}
