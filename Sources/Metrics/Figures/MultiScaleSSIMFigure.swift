import RealModule
import Support

/// Multi-scale structural similarity of a picture, with as many scales as fit,
/// at most five; none where not one fits.
struct MultiScaleSSIMFigure: Figure {
  let key = "msssim"
  let name = "MS-SSIM"
  let direction = FigureDirection.higher
  let aspect = FigureAspect.distortion
  let compressAIKey: String? = "ms-ssim-rgb"
  let curve: FigureCurve? = FigureCurve(
    name: "MS-SSIM in dB", unit: "dB"
  ) { -10 * .log10(1 - $0) }

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    guard !original.isSet,
      let scales = MultiScaleSSIM.largestScaleCount(
        width: original.width, height: original.height)
    else { return readings.map { _ in nil } }
    let measure = try MultiScaleSSIM(scales: scales)
    let samples = try original.samples()
    var values: [Double?] = []
    for reading in readings {
      values.append(try measure.similarity(samples, reading.samples()))
    }
    return values
  }

  func text(_ value: Double) -> String { value.text(5) }
}
