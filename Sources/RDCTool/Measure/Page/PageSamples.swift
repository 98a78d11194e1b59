import RDC

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Originals beside every head's reading, as pictures inside the page.
struct PageSamples {
  private let samples: SampleSheet
  private let labels: [String]

  init(_ samples: SampleSheet, labels: [String]) {
    self.samples = samples
    self.labels = labels
  }

  func html() throws -> String {
    var parts = [
      "<div class=\"scroll\"><table class=\"samples\(size)\"><tbody>"
    ]
    for row in samples.rows {
      parts.append("<tr><th scope=\"row\">\(row.head.html)</th>")
      for (column, picture) in row.pictures.enumerated() {
        parts.append(try cell(row, column, picture))
      }
      parts.append("</tr>")
    }
    parts.append("</tbody></table></div>")
    parts.append(
      !samples.labels.contains { $0 != nil }
        ? "<p class=\"note\">The first pictures of the input.</p>"
        : "<p class=\"note\">The first two pictures of every label. A frame "
          + "and a name mark what the measuring classifier misreads.</p>")
    return parts.joined(separator: "\n")
  }

  /// Small pictures are shown large, large ones as they are.
  private var size: String {
    let widest = samples.rows.first?.pictures.map(\.width).max() ?? 0
    return widest > 64 ? " large" : ""
  }

  private func cell(
    _ row: SampleSheet.Row, _ column: Int, _ picture: Picture
  ) throws -> String {
    let data = Data(try PNGWriter.write(picture)).base64EncodedString()
    let seen = row.decisions[column].map(name)
    let wrong = samples.labels[column].map { $0 != row.decisions[column] }
    let title =
      "picture \(samples.numbers[column])"
      + (seen.map { ", read as \($0)" } ?? "")
    let image =
      "<img src=\"data:image/png;base64,\(data)\" "
      + "width=\"\(picture.width)\" height=\"\(picture.height)\" "
      + "alt=\"\(row.head.html), \(title.html)\" title=\"\(title.html)\">"
    guard wrong == true, let seen else {
      return "<td>\(image)</td>"
    }
    return "<td class=\"wrong\">\(image)<em>\(seen.html)</em></td>"
  }

  private func name(_ label: Int) -> String {
    labels.indices.contains(label) ? labels[label] : String(label)
  }
}
