import Support

/// Colours and texts of a plot.
enum PlotStyle {
  /// Pairs for light and dark pages, told apart by lightness as well as by hue
  /// (after Okabe and Ito's palette for colour-blind readers).
  private static let colors = [
    ("#0072b2", "#56b4e9"), ("#d55e00", "#ff9a52"), ("#009e73", "#3ddcaa"),
    ("#aa4499", "#e38fd5"), ("#8a6d00", "#f0e442"), ("#444444", "#cccccc"),
    ("#b2182b", "#ff7a86"), ("#5e3c99", "#b8a2ee"),
  ]

  /// Class of the series at an index.
  static func color(_ index: Int) -> String { "lp-c\(index % colors.count)" }

  static func opening(_ plot: LinePlot) -> String {
    let (width, height) = (plot.width.short, plot.height.short)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="lp" role="img" \
      viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
      aria-label="\(plot.title.escaped)">
      <style>\(sheet)</style>
      <rect class="lp-page" width="\(width)" height="\(height)"/>
      """
  }

  private static var sheet: String {
    var light = """
      .lp{font:13px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
      .lp-page{fill:#ffffff}.lp-text{fill:#222222}.lp-dim{fill:#555555}
      .lp-title{font-size:16px;font-weight:600}
      .lp-grid{stroke:#e3e3e3;stroke-width:1}
      .lp-axis{stroke:#888888;stroke-width:1;fill:none}
      .lp-line{fill:none;stroke-width:2;stroke-linejoin:round}
      .lp-dash{stroke-dasharray:6 4}

      """
    var dark = """
      .lp-page{fill:#16181c}.lp-text{fill:#eeeeee}.lp-dim{fill:#aaaaaa}
      .lp-grid{stroke:#2e3238}.lp-axis{stroke:#777777}

      """
    for (index, pair) in colors.enumerated() {
      let name = color(index)
      light += ".\(name){stroke:\(pair.0)}.\(name)-fill{fill:\(pair.0)}\n"
      dark += ".\(name){stroke:\(pair.1)}.\(name)-fill{fill:\(pair.1)}\n"
    }
    return light + "@media (prefers-color-scheme: dark){\n\(dark)}"
  }
}

extension String {
  /// Safe as text and as an attribute of XML; control characters are dropped.
  var escaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default:
        if scalar.value >= 32 { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}

extension Double {
  /// A coordinate with at most two decimals.
  var short: String { short(2) }
}
