/// A line plot as one self-contained SVG, for light and dark pages.
///
/// Colours are classes with a `prefers-color-scheme` rule; without support for
/// it the plot is the light one, on its own background.
public struct LinePlot: Sendable {
  /// Heading; may be empty.
  public var title: String
  /// Name and unit of the horizontal axis.
  public var xLabel: String
  /// Name and unit of the vertical axis.
  public var yLabel: String
  /// What is drawn, in order.
  public var series: [PlotSeries]
  /// Horizontal range; nil takes that of the data.
  public var xRange: ClosedRange<Double>?
  /// Vertical range; nil takes that of the data.
  public var yRange: ClosedRange<Double>?
  /// Width in pixels, legend included.
  public var width = 760.0
  /// Height in pixels.
  public var height = 440.0

  /// Takes what is drawn.
  public init(
    title: String, xLabel: String, yLabel: String, series: [PlotSeries],
    xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.xRange = xRange
    self.yRange = yRange
  }

  /// The picture; points that are not finite are left out and break a line.
  public func svg() -> String {
    let layout = PlotLayout(self)
    var parts = [PlotStyle.opening(self)]
    parts.append(contentsOf: layout.axes())
    parts.append(
      "<clipPath id=\"\(layout.clip)\"><rect x=\"\(layout.left.short)\" "
        + "y=\"\(layout.top.short)\" width=\"\(layout.plotWidth.short)\" "
        + "height=\"\(layout.plotHeight.short)\"/></clipPath>")
    parts.append("<g clip-path=\"url(#\(layout.clip))\">")
    for (index, one) in series.enumerated() {
      parts.append(layout.drawing(of: one, color: PlotStyle.color(index)))
    }
    parts.append("</g>")
    parts.append(contentsOf: layout.legend())
    parts.append("</svg>\n")
    return parts.joined(separator: "\n")
  }
}
