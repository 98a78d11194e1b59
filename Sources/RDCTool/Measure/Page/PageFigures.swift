import RDC
import Support

/// The table of heads with all their figures, beside the floors.
struct PageFigures {
  private struct Column: Sendable {
    var name: String
    var unit: String
    var text: @Sendable (HeadFigures) -> String?
    /// Less is better; nil where the column has no figure for a head.
    var cost: @Sendable (HeadFigures) -> Double?
  }

  private let measurement: Measurement

  init(_ measurement: Measurement) { self.measurement = measurement }

  private static let columns = [
    Column(
      name: "MSE", unit: "↓", text: { $0.mse.text(5) }, cost: { $0.mse }),
    Column(
      name: "PSNR", unit: "dB ↑", text: { $0.psnr?.text(2) },
      cost: { $0.psnr.map { -$0 } }),
    Column(
      name: "Accuracy", unit: "% ↑",
      text: { $0.accuracy.map { (100 * $0).text(2) } },
      cost: { $0.accuracy.map { -$0 } }),
    Column(
      name: "Cross-entropy", unit: "nats ↓", text: { $0.crossEntropy?.text(4) },
      cost: { $0.crossEntropy }),
    Column(
      name: "Sliced W₂", unit: "↓", text: { $0.slicedWasserstein2.text(4) },
      cost: { $0.slicedWasserstein2 }),
    Column(
      name: "Fréchet", unit: "↓", text: { $0.frechet.text(3) },
      cost: { $0.frechet }),
  ]

  func html() -> String {
    let heads = measurement.heads.dropFirst()
    let best = Self.columns.map { column in
      heads.compactMap(column.cost).min()
    }
    var parts = ["<div class=\"scroll\"><table class=\"figures\"><thead><tr>"]
    parts.append("<th scope=\"col\">Head</th>")
    for column in Self.columns {
      parts.append(
        "<th scope=\"col\">\(column.name) <small>\(column.unit)</small></th>")
    }
    parts.append("</tr></thead><tbody>")
    for head in heads {
      parts.append("<tr><th scope=\"row\">\(head.head.html)</th>")
      for (column, best) in zip(Self.columns, best) {
        let isBest = column.cost(head) == best && best != nil
        let text = column.text(head) ?? "–"
        parts.append(isBest ? "<td><b>\(text)</b></td>" : "<td>\(text)</td>")
      }
      parts.append("</tr>")
    }
    parts.append("</tbody><tfoot>")
    for floor in measurement.heads.prefix(1) {
      parts.append("<tr><th scope=\"row\">floor: originals</th>")
      for column in Self.columns {
        parts.append("<td>\(column.text(floor) ?? "–")</td>")
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
}
