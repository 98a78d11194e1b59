import Support

/// Sliced Wasserstein distance between the patches of a picture and those of
/// its original, mean of full and half size; none below 13 pixels.
struct PatchSlicedWassersteinFigure: Figure {
  let key = "patchSlicedWasserstein"
  let name = "patch SW2"
  let direction = FigureDirection.lower
  let aspect = FigureAspect.perception

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    guard !original.isSet, min(original.width, original.height) >= 13 else {
      return readings.map { _ in nil }
    }
    var samples: [PictureSamples] = []
    for reading in readings { samples.append(try reading.samples()) }
    return try PatchSlicedWasserstein().distances(
      from: original.samples(), to: samples
    ).map(\.mean)
  }

  func text(_ value: Double) -> String { value.text(5) }
}
