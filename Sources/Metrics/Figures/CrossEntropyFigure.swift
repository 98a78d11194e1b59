/// Mean of −ln P(label) by the measuring classifier.
struct CrossEntropyFigure: Figure {
  let key = "crossEntropy"
  let name = "cross-entropy"
  let unit = "nats"
  let direction = FigureDirection.lower
  let aspect = FigureAspect.classification

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    var values: [Double?] = []
    for reading in readings {
      values.append(try reading.classification()?.crossEntropy)
    }
    return values
  }

  func floor(of original: FigurePictures) throws(MetricError) -> Double? {
    try original.classification()?.crossEntropy
  }
}
