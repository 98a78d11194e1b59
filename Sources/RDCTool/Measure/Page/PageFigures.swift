import Metrics

/// The table of readings with all their figures, beside the floors.
struct PageFigures {
  private let measurement: Measurement

  init(_ measurement: Measurement) { self.measurement = measurement }

  func html() -> String {
    let figures = measurement.shownFigures
    var parts = [
      "<div class=\"scroll\"><table class=\"figures\"><thead><tr>",
      "<th scope=\"col\">Head</th>",
    ]
    for figure in figures {
      let unit = "\(figure.unit) \(figure.direction.arrow)"
      parts.append(
        "<th scope=\"col\">\(figure.name.html) <small>\(unit.html)</small></th>"
      )
    }
    parts.append("</tr></thead><tbody>")
    for point in measurement.points { parts += rows(point, figures) }
    parts.append("</tbody><tfoot>")
    if !measurement.original.values.isEmpty {
      parts.append("<tr><th scope=\"row\">floor: originals</th>")
      for figure in figures {
        parts.append("<td>\(text(measurement.original, figure))</td>")
      }
      parts.append("</tr>")
    }
    parts.append(
      "</tfoot></table></div><p class=\"note\">Accuracy and cross-entropy are "
        + "by a classifier that no head was trained against. The floor’s "
        + "accuracy is that of the originals; its distances are those between "
        + "two halves of them. The best of each column is bold.</p>")
    return parts.joined(separator: "\n")
  }

  private func rows(
    _ point: Measurement.Point, _ figures: [any Figure]
  ) -> [String] {
    let readings = point.readings.filter { $0.strength == nil }
    let best = figures.map { figure in
      readings.compactMap { $0.values[figure.key].map(figure.cost) }.min()
    }
    let setting =
      measurement.points.count > 1 ? "\(point.setting), " : ""
    return readings.flatMap { reading in
      ["<tr><th scope=\"row\">\((setting + reading.name).html)</th>"]
        + zip(figures, best).map { figure, best in
          let cost = reading.values[figure.key].map(figure.cost)
          let text = text(reading, figure)
          return cost != nil && cost == best
            ? "<td><b>\(text)</b></td>" : "<td>\(text)</td>"
        } + ["</tr>"]
    }
  }

  private func text(
    _ reading: Measurement.Reading, _ figure: any Figure
  ) -> String {
    reading.values[figure.key].map(figure.text) ?? "–"
  }
}
