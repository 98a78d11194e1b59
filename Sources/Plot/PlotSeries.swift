/// One curve, or one cloud of points, of a plot.
public struct PlotSeries: Sendable {
  /// How a series is drawn.
  public enum Mark: Sendable {
    /// A solid line.
    case line
    /// A dashed line.
    case dashed
    /// Dots alone.
    case dots
    /// A solid line through dots.
    case lineAndDots
  }

  /// A place in the units of the axes.
  public struct Point: Sendable, Equatable {
    /// Horizontal.
    public var x: Double
    /// Vertical.
    public var y: Double

    /// Takes both.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }

    var isFinite: Bool { x.isFinite && y.isFinite }
  }

  /// Name in the legend; may be empty, which leaves it out.
  public var name: String
  /// Points in order of drawing.
  public var points: [Point]
  /// How it is drawn.
  public var mark: Mark

  /// Takes name, points and mark.
  public init(name: String, points: [Point], mark: Mark = .line) {
    self.name = name
    self.points = points
    self.mark = mark
  }
}
