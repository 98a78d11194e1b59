import Metrics
import Support

/// A measurement as lines for people.
enum MeasurementTable {
  static func lines(_ measurement: Measurement) -> [String] {
    var lines = [
      "\(measurement.name), \(measurement.pictures.of("picture"))"
    ]
    for point in measurement.points {
      lines.append("\(point.setting): \(rate(point))")
    }
    for point in measurement.points {
      guard let accuracy = point.labelAccuracy else { continue }
      lines.append(
        "labels that rdc classify reads at \(point.setting): "
          + "\((100 * accuracy).text(2)) % right")
    }
    lines.append("")
    lines += table(measurement)
    return lines + measurement.comparisons.map(\.line)
  }

  private static func rate(_ point: Measurement.Point) -> String {
    let total = point.total
    var parts = ["\(point.bitsPerPixel.text(4)) bits a pixel"]
    if let nominal = total.nominalBits {
      parts.append(
        "\(total.bitsPerPicture.text(4)) a picture (nominal "
          + "\(nominal.text(2)))")
    }
    parts.append("\(total.bytes) bytes in all")
    if let ideal = total.idealBitsPerPicture {
      parts.append(
        "payload \(total.payloadBits.text(4)), ideal \(ideal.text(4)) bits a "
          + "picture")
    }
    return parts.joined(separator: ", ")
  }

  private static func table(_ measurement: Measurement) -> [String] {
    let figures = measurement.shownFigures
    // With a single rate its name is in the line above.
    let isCurve = measurement.points.count > 1
    func row(
      _ setting: String, _ reading: Measurement.Reading
    ) -> [String] {
      (isCurve ? [setting] : []) + [reading.name]
        + figures.map { figure in
          reading.values[figure.key].map(figure.text) ?? "–"
        }
    }
    let head =
      (isCurve ? [""] : []) + [""]
      + figures.map { $0.unit.isEmpty ? $0.name : "\($0.name) \($0.unit)" }
    var rows = [head]
    if !measurement.original.values.isEmpty {
      rows.append(row("", measurement.original))
    }
    for point in measurement.points {
      for (place, reading) in point.readings.enumerated() {
        rows.append(row(place == 0 ? point.setting : "", reading))
      }
    }
    return TextTable.lines(rows, left: isCurve ? 2 : 1)
  }
}
