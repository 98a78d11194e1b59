import Support

/// Real bits, and where they went.
struct PageRate {
  private let measurement: Measurement

  init(_ measurement: Measurement) { self.measurement = measurement }

  func html() -> String {
    let readings = measurement.points.first?.readings.count {
      $0.strength == nil
    }
    return """
      <header>
      <h1>\(measurement.model.html): one file, \(readings ?? 0) readings</h1>
      \(measurement.points.map(point).joined(separator: "\n"))
      </header>
      """
  }

  private func point(_ point: Measurement.Point) -> String {
    let total = point.total
    let (rate, unit) =
      total.nominalBits.map {
        (
          total.bitsPerPicture.text(3),
          "real bits a picture (nominal \($0.text(2)))"
        )
      } ?? (point.bitsPerPixel.text(4), "real bits a pixel")
    let setting = measurement.points.count > 1 ? "\(point.setting): " : ""
    let labels = point.labelAccuracy.map {
      "<div class=\"number\"><b>\((100 * $0).text(2))<small> %</small></b>"
        + "<span>of labels that <code>rdc classify</code> reads</span></div>"
    }
    return """
      <div class="numbers">
      <div class="number main"><b>\(rate)</b>\
      <span>\((setting + unit).html)</span></div>
      <div class="number"><b>\(total.bytes.grouped)</b>\
      <span>bytes for \(total.pictures.grouped) pictures</span></div>
      \(labels ?? "")
      </div>
      \(bar(total))
      """
  }

  /// Ideal, coder and header, as far as they are known.
  private func bar(_ total: EncodingFigures) -> String {
    var parts = [("header", "header, sections and checksum", total.headerBits)]
    if let ideal = total.idealBitsPerPicture {
      parts.insert(
        (
          "coder", "the coder’s rest and the last byte",
          max(total.payloadBits - ideal, 0)
        ), at: 0)
      parts.insert(
        (
          "ideal", "what the symbols cost, Σ −log₂ P",
          min(ideal, total.payloadBits)
        ), at: 0)
    } else {
      parts.insert(("ideal", "payload", total.payloadBits), at: 0)
    }
    let bars = parts.map { name, _, bits in
      "<span class=\"\(name)\" style=\"flex-grow:\(bits.text(6))\"></span>"
    }
    let legend = parts.map { name, text, bits in
      "<li><i class=\"\(name)\"></i>\(text) <b>\(bits.text(4))</b></li>"
    }
    return """
      <div class="bar" role="img" aria-label="Where the bits of a picture went">\
      \(bars.joined())</div>
      <ul class="legend">\(legend.joined())</ul>
      """
  }
}
