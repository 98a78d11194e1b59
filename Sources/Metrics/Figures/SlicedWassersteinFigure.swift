/// Sliced Wasserstein-2 distance between a set of pictures and their
/// originals, in pixel units; none for a picture by itself.
struct SlicedWassersteinFigure: Figure {
  let key = "slicedWasserstein2"
  let name = "sliced W2"
  let direction = FigureDirection.lower
  let aspect = FigureAspect.perception
  let fewestPictures = 1000

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    guard original.isSet else { return readings.map { _ in nil } }
    let sliced = try SlicedWasserstein(dimension: original.size)
    let projected = try sliced.project(original.vectors())
    var values: [Double?] = []
    for reading in readings {
      values.append(
        try sliced.project(reading.vectors()).distance(to: projected))
    }
    return values
  }

  /// Between two halves of the originals.
  func floor(of original: FigurePictures) throws(MetricError) -> Double? {
    guard original.isSet, original.count >= 4 else { return nil }
    return try SlicedWasserstein(dimension: original.size).floor(
      of: original.vectors())
  }
}

extension FigurePictures {
  /// Each picture as a vector on [0, 1].
  fileprivate func vectors() throws(MetricError) -> FeatureSet {
    try FeatureSet(bytes: bytes, dimension: size)
  }
}
