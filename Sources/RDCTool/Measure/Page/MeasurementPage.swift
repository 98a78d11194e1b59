import Support

/// A measurement as one HTML page that needs nothing else.
struct MeasurementPage {
  private let measurement: Measurement
  private let samples: SampleSheet

  init(_ measurement: Measurement, _ samples: SampleSheet) {
    self.measurement = measurement
    self.samples = samples
  }

  /// The page. The figures are in it a second time as JSON, for scripts.
  func html() throws -> String {
    let json = measurement.json.text
      .replacing("</", with: "<\\/")
    let title = "\(measurement.name): one file, every reading"
    let parts =
      [
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title.html)</title>
        <style>\(PageStyle.sheet)</style>
        </head>
        <body>
        <main>
        """,
        PageRate(measurement).html(),
        "<section><h2>What each head reads</h2>",
        try PageSamples(samples, labels: measurement.labels).html(),
        "</section>",
        "<section><h2>Figures</h2>", PageFigures(measurement).html(),
        "</section>",
        "<section><h2>The trade-off on these bytes</h2>",
        PagePlots(measurement).html(), "</section>",
      ] + confusion + [
        "<footer>Measured by <code>rdc measure</code> on "
          + "\(measurement.pictures.grouped) pictures, model "
          + "\(measurement.model.html) \(measurement.fingerprint.html).</footer>",
        "</main>",
        "<script type=\"application/json\" id=\"measurement\">",
        json, "</script>", "</body>", "</html>", "",
      ]
    return parts.joined(separator: "\n")
  }

  private var confusion: [String] {
    let readings =
      [measurement.original] + (measurement.points.first?.readings ?? [])
    // Of a thousand labels no eye reads a matrix.
    let matrices =
      measurement.labels.count > 40
      ? []
      : readings.compactMap { reading in
        reading.confusion.map { (reading.head, $0) }
      }
    guard !matrices.isEmpty else { return [] }
    return [
      "<section><h2>What is taken for what</h2>",
      "<p class=\"note\">Rows are labels, columns what the measuring "
        + "classifier reads. Depth of colour is the share of the row.</p>",
      "<div class=\"matrices\">",
    ]
      + matrices.map {
        PageConfusion(name: $0.0, counts: $0.1, labels: measurement.labels)
          .html()
      } + ["</div></section>"]
  }
}

extension String {
  /// Safe as text and as an attribute of HTML.
  var html: String {
    var result = ""
    for character in self {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}

extension Int {
  /// Digits in groups of three, parted by narrow spaces.
  var grouped: String {
    var text = ""
    for (place, digit) in String(magnitude).reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { text.append("\u{202F}") }
      text.append(digit)
    }
    return (self < 0 ? "−" : "") + String(text.reversed())
  }
}
