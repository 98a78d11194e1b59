import Plot
import StrictJSON
import Support
import Theory

/// Curves over one grid of distortions; the JSON of `rdc theory`.
struct TheoryReport: Sendable {
  /// One curve with its name.
  struct Curve: Sendable {
    var name: String
    var points: [TradeoffPoint]
  }

  /// The version of this JSON.
  var version = 1
  var source: String
  var parameters: [String: Double]
  var curves: [Curve] = []

  init(source: String, parameters: [String: Double]) {
    self.source = source
    self.parameters = parameters
  }

  mutating func add(_ name: String, _ points: [TradeoffPoint]) {
    curves.append(Curve(name: name, points: points))
  }

  /// The report for programs.
  var json: JSON {
    [
      "version": .integer(version), "source": .string(source),
      "parameters": JSON(parameters, JSON.number),
      "curves": .array(
        curves.map { curve in
          [
            "name": .string(curve.name),
            "points": .array(curve.points.map(\.json)),
          ]
        }),
    ]
  }

  /// A line for each distortion, a column for each curve, rates in bits.
  var lines: [String] {
    guard let first = curves.first else { return [] }
    let rows = first.points.indices.map { place in
      [first.points[place].distortion.text(4)]
        + curves.map { $0.points[place].rate.text(4) }
    }
    return TextTable.lines([["D"] + curves.map(\.name)] + rows)
  }

  /// R(D) and the curves of perception solid, those of labels dashed.
  func plot(title: String, distortion: String) -> LinePlot {
    LinePlot(
      title: title, xLabel: distortion, yLabel: "R (bits)",
      series: curves.map { curve in
        PlotSeries(
          name: curve.name, curve: curve.points,
          mark: curve.points.contains { $0.classification != nil }
            ? .dashed : .line)
      })
  }
}

extension TradeoffPoint {
  /// The point for programs; a constraint that is not there is left out.
  fileprivate var json: JSON {
    var members = ["distortion": distortion, "rate": rate]
    members["perception"] = perception
    members["classification"] = classification
    return JSON(members, JSON.number)
  }
}
