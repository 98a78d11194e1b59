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
      "<div class=\"scroll\"><table class=\"samples\"><tbody>"
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
      samples.labels == nil
        ? "<p class=\"note\">The first pictures of the input.</p>"
        : "<p class=\"note\">The first two pictures of every label. A frame "
          + "and a digit mark what the measuring classifier misreads.</p>")
    return parts.joined(separator: "\n")
  }

  private func cell(
    _ row: SampleSheet.Row, _ column: Int, _ picture: Picture
  ) throws -> String {
    let data = Data(try PNGWriter.write(picture)).base64EncodedString()
    let seen = name(row.decisions[column])
    let wrong = samples.labels.map { $0[column] != row.decisions[column] }
    let title = "picture \(samples.numbers[column]), read as \(seen)"
    let image =
      "<img src=\"data:image/png;base64,\(data)\" "
      + "width=\"\(picture.width)\" height=\"\(picture.height)\" "
      + "alt=\"\(row.head.html), \(title.html)\" title=\"\(title.html)\">"
    return wrong == true
      ? "<td class=\"wrong\">\(image)<em>\(seen.html)</em></td>"
      : "<td>\(image)</td>"
  }

  private func name(_ label: Int) -> String {
    labels.indices.contains(label) ? labels[label] : String(label)
  }
}
