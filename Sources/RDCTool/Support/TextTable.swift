/// Rows of equal length as aligned lines.
enum TextTable {
  /// Lines of columns, of which the first few stand to the left; the others are
  /// numbers, and stand to the right.
  static func lines(_ rows: [[String]], left: Int = 1) -> [String] {
    lines(rows, right: left..<(rows.first?.count ?? left))
  }

  /// Lines of columns, of which a range stands to the right.
  static func lines(_ rows: [[String]], right: Range<Int>) -> [String] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        let padding = String(
          repeating: " ", count: max(0, cell.1 - cell.0.count))
        return right ~= column ? padding + cell.0 : cell.0 + padding
      }
      var line = cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
