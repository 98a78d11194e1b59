import Foundation
import Testing

@testable import Plot

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct LinePlotTests {
  /// Elements and texts of a plot, read by an XML parser of another house.
  final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String,
      namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) { elements.append((name, attributes)) }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      text += string
    }

    init?(_ svg: String) {
      super.init()
      let parser = XMLParser(data: Data(svg.utf8))
      parser.delegate = self
      guard parser.parse() else { return nil }
    }
  }

  func plot(_ series: [PlotSeries]) -> LinePlot {
    LinePlot(title: "R(D) & <more>", xLabel: "D", yLabel: "R", series: series)
  }

  @Test func `every series is drawn and named`() throws {
    let points = [(0.0, 0.0), (1, 2), (2, 1)].map {
      PlotSeries.Point(x: $0.0, y: $0.1)
    }
    let svg = plot([
      PlotSeries(name: "one", points: points, mark: .lineAndDots),
      PlotSeries(name: "two", points: points, mark: .dashed),
    ]).svg()
    let reader = try #require(Reader(svg))
    // Three dots and one in the legend.
    #expect(reader.elements.filter { $0.name == "circle" }.count == 4)
    let lines = reader.elements.filter {
      $0.attributes["class"]?.hasPrefix("lp-line") == true
    }
    #expect(lines.count == 4)
    for text in ["R(D) & <more>", "one", "two", "0.5"] {
      #expect(reader.text.contains(text))
    }
    #expect(svg.contains("prefers-color-scheme: dark"))
  }

  @Test func `points that are no numbers break the line`() throws {
    let points = [(0.0, 1.0), (1, .infinity), (2, 1), (3, 2)].map {
      PlotSeries.Point(x: $0.0, y: $0.1)
    }
    let svg = plot([PlotSeries(name: "", points: points)]).svg()
    let reader = try #require(Reader(svg))
    let path = reader.elements.compactMap { element in
      element.attributes["class"] == "lp-line lp-c0"
        ? element.attributes["d"] : nil
    }
    #expect(path.count == 1)
    #expect(path.first?.filter { $0 == "M" }.count == 2)
    #expect(path.first?.filter { $0 == "L" }.count == 1)
  }

  @Test(arguments: [[], [PlotSeries.Point(x: 3, y: 3)]])
  func `a plot of nothing is still a plot`(points: [PlotSeries.Point]) throws {
    let svg = plot([PlotSeries(name: "a", points: points)]).svg()
    #expect(Reader(svg) != nil && !svg.contains("nan"))
  }

  @Test func `ticks are round numbers`() {
    func labels(_ range: ClosedRange<Double>) -> [String] {
      let ticks = PlotTicks(range: range, wanted: 6)
      return ticks.values.map(ticks.label)
    }
    #expect(labels(0...1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels(-3...3) == ["−3", "−2", "−1", "0", "1", "2", "3"])
    #expect(labels(0.041...0.078).first == "0.05")
    #expect(
      labels(0...1200) == ["0", "200", "400", "600", "800", "1000", "1200"])
  }
}
