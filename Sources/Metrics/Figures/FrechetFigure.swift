import Support

/// Fréchet distance between what the measuring classifier's last hidden layer
/// sees in a set of pictures and in their originals.
struct FrechetFigure: Figure {
  let key = "frechet"
  let name = "Fréchet"
  let direction = FigureDirection.lower
  let aspect = FigureAspect.perception
  let fewestPictures = 1000

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    guard original.isSet, original.count > 1,
      let features = original.sight?.features
    else { return readings.map { _ in nil } }
    let statistics = try GaussianStatistics(features)
    var values: [Double?] = []
    for reading in readings {
      guard let seen = reading.sight?.features else {
        values.append(nil)
        continue
      }
      values.append(
        try FrechetDistance.between(statistics, GaussianStatistics(seen)))
    }
    return values
  }

  /// Between two halves of the originals.
  func floor(of original: FigurePictures) throws(MetricError) -> Double? {
    guard original.isSet, original.count >= 4,
      let features = original.sight?.features
    else { return nil }
    return try FrechetDistance.floor(of: features)
  }

  func text(_ value: Double) -> String { value.text(3) }
}
