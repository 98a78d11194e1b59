/// How a figure becomes the quality of a rate–quality curve.
public struct FigureCurve: Sendable {
  /// What the quality is called.
  public let name: String
  /// Its unit.
  public let unit: String
  /// The quality at a value: more is better, and nearly linear in ln rate.
  public let quality: @Sendable (Double) -> Double

  /// Takes all three.
  public init(
    name: String, unit: String, quality: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.unit = unit
    self.quality = quality
  }
}
