import Support

/// Real bits a picture, and where they went.
struct PageRate {
  private let measurement: Measurement

  init(_ measurement: Measurement) { self.measurement = measurement }

  func html() -> String {
    let m = measurement
    let coder = max(m.payloadBits - m.idealBits, 0)
    let parts = [
      (
        "ideal", "what the indices cost, Σ −log₂ P",
        min(m.idealBits, m.payloadBits)
      ),
      ("coder", "the coder’s rest and the last byte", coder),
      ("header", "header and checksum", m.headerBits),
    ]
    let bars = parts.map { name, _, bits in
      "<span class=\"\(name)\" style=\"flex-grow:\(bits.text(6))\"></span>"
    }
    let legend = parts.map { name, text, bits in
      "<li><i class=\"\(name)\"></i>\(text) <b>\(bits.text(4))</b></li>"
    }
    let labels = m.labelAccuracy.map {
      "<div class=\"number\"><b>\((100 * $0).text(2))<small> %</small></b>"
        + "<span>of labels read from the bits alone</span></div>"
    }
    return """
      <header>
      <h1>\(m.model.html): one file, \(m.heads.count - 1) readings</h1>
      <div class="numbers">
      <div class="number main"><b>\(m.fileBits.text(3))</b>\
      <span>real bits a picture (nominal \(m.nominalBits.text(2)))</span></div>
      <div class="number"><b>\(m.fileBytes.grouped)</b>\
      <span>bytes for \(m.pictures.grouped) pictures</span></div>
      \(labels ?? "")
      </div>
      <div class="bar" role="img" aria-label="Where the bits went">\
      \(bars.joined())</div>
      <ul class="legend">\(legend.joined())</ul>
      </header>
      """
  }
}
