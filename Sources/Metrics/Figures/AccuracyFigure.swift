import Support

/// Share of pictures that the measuring classifier reads as their labels say.
struct AccuracyFigure: Figure {
  let key = "accuracy"
  let name = "accuracy"
  let unit = "%"
  let direction = FigureDirection.higher
  let aspect = FigureAspect.classification

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    var values: [Double?] = []
    for reading in readings {
      values.append(try reading.classification()?.accuracy)
    }
    return values
  }

  func floor(of original: FigurePictures) throws(MetricError) -> Double? {
    try original.classification()?.accuracy
  }

  func text(_ value: Double) -> String { (100 * value).text(2) }
}
