import Support

/// A figure of merit: it has a name, a unit and a direction, and stands in one
/// file. Whatever measures or reports takes it from the list ``Figures/all``.
public protocol Figure: Sendable {
  /// Its member in JSON, such as `psnr`.
  var key: String { get }
  /// Its name for people, such as `PSNR`.
  var name: String { get }
  /// Its unit for people; empty if it has none.
  var unit: String { get }
  /// What is better.
  var direction: FigureDirection { get }
  /// What the figure tells of.
  var aspect: FigureAspect { get }
  /// Of fewer pictures the figure says more of the sample than of what was
  /// made of it.
  var fewestPictures: Int { get }
  /// Its array in CompressAI's schema, if that has one.
  var compressAIKey: String? { get }
  /// How points of the figure become a curve, if BD-rates are taken of it.
  var curve: FigureCurve? { get }

  /// The figure of each reading of one original; nil where it has none, for
  /// example because the picture is too small. All readings come at once, so
  /// that what the original needs is done once.
  ///
  /// - Throws: ``MetricError`` if readings and original do not fit together.
  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?]

  /// What no method can be asked to better: the figure of the originals
  /// themselves, or between two halves of them.
  ///
  /// - Throws: ``MetricError``.
  func floor(of original: FigurePictures) throws(MetricError) -> Double?

  /// A value for people, in the figure's unit.
  func text(_ value: Double) -> String
}

extension Figure {
  /// None.
  public var unit: String { "" }
  /// None.
  public var compressAIKey: String? { nil }
  /// None.
  public var curve: FigureCurve? { nil }
  /// One.
  public var fewestPictures: Int { 1 }

  /// None.
  public func floor(of original: FigurePictures) -> Double? { nil }

  /// Four decimals.
  public func text(_ value: Double) -> String { value.text(4) }

  /// A value as a cost: less is better.
  public func cost(_ value: Double) -> Double {
    direction == .lower ? value : -value
  }
}
