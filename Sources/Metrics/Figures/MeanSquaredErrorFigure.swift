import Support

/// Mean squared error a sample on [0, 1], of 8-bit samples.
struct MeanSquaredErrorFigure: Figure {
  let key = "mse"
  let name = "MSE"
  let direction = FigureDirection.lower
  let aspect = FigureAspect.distortion

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    var values: [Double?] = []
    for reading in readings {
      values.append(
        try Distortion.meanSquaredError(original.bytes, reading.bytes))
    }
    return values
  }

  func floor(of original: FigurePictures) throws(MetricError) -> Double? { 0 }

  func text(_ value: Double) -> String { value.text(5) }
}
