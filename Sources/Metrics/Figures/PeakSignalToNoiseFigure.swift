import Support

/// Mean of the pictures' peak signal-to-noise ratios over all channels; none
/// for equal pictures.
struct PeakSignalToNoiseFigure: Figure {
  let key = "psnr"
  let name = "PSNR"
  let unit = "dB"
  let direction = FigureDirection.higher
  let aspect = FigureAspect.distortion
  let compressAIKey: String? = "psnr-rgb"
  let curve: FigureCurve? = FigureCurve(name: "PSNR (RGB)", unit: "dB") { $0 }

  func values(
    of readings: [FigurePictures], original: FigurePictures
  ) throws(MetricError) -> [Double?] {
    var values: [Double?] = []
    for reading in readings {
      let ratio = try Distortion.meanPeakSignalToNoise(
        original.bytes, reading.bytes, size: original.size)
      values.append(ratio.isFinite ? ratio : nil)
    }
    return values
  }

  func text(_ value: Double) -> String { value.text(3) }
}
