/// White point and primaries in CIE 1931 x and y, times 100 000.
public struct Chromaticities: Sendable, Equatable {
  /// One point of the chromaticity diagram.
  public struct Point: Sendable, Equatable {
    /// x times 100 000.
    public var x: UInt32
    /// y times 100 000.
    public var y: UInt32

    /// A point from x and y times 100 000.
    public init(x: UInt32, y: UInt32) {
      self.x = x
      self.y = y
    }
  }

  /// The white point.
  public var white: Point
  /// The red primary.
  public var red: Point
  /// The green primary.
  public var green: Point
  /// The blue primary.
  public var blue: Point

  /// Chromaticities from four points.
  public init(white: Point, red: Point, green: Point, blue: Point) {
    self.white = white
    self.red = red
    self.green = green
    self.blue = blue
  }
}
