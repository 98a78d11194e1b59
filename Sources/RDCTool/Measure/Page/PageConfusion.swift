import Support

/// One confusion matrix as a table of shaded cells.
struct PageConfusion {
  let name: String
  /// Row = label, column = decision.
  let counts: [[Int]]
  let labels: [String]

  func html() -> String {
    let total = counts.joined().reduce(0, +)
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    var parts = [
      "<table class=\"matrix\"><caption>\(name.html)<small>"
        + "\((total - right).grouped) of \(total.grouped) misread</small>"
        + "</caption><thead><tr><td></td>"
    ]
    parts += labels.map { "<th scope=\"col\">\($0.html)</th>" }
    parts.append("</tr></thead><tbody>")
    for (row, values) in counts.enumerated() {
      let sum = max(values.reduce(0, +), 1)
      let label = labels.indices.contains(row) ? labels[row] : String(row)
      parts.append("<tr><th scope=\"row\">\(label.html)</th>")
      for (column, value) in values.enumerated() {
        let share = Double(value) / Double(sum)
        // Single mistakes would vanish on a linear scale.
        let depth = 100 * (row == column ? share : share.squareRoot())
        let kind = row == column ? "hit" : "miss"
        parts.append(
          value == 0
            ? "<td></td>"
            : "<td class=\"\(kind)\" style=\"--depth:\(depth.text(0))%\">"
              + "\(value)</td>")
      }
      parts.append("</tr>")
    }
    parts.append("</tbody></table>")
    return parts.joined()
  }
}
