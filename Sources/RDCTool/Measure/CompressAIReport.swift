import Metrics

/// A measurement in the schema of CompressAI's bench.
enum CompressAIReport {
  /// One head over several rungs, one operating point each.
  ///
  /// PSNR is the mean of the pictures' own; times are seconds a picture.
  static func digits(_ measurements: [Measurement], head: String) -> BenchReport
  {
    var results = BenchReport.Results()
    for one in measurements {
      let pixels = Double(one.width * one.height)
      let count = Double(one.pictures)
      results.bitsPerPixel.append(one.fileBits / pixels)
      results.encodingTime.append(one.encodeSeconds / count)
      results.decodingTime.append(one.decodeSeconds / count)
      for figures in one.heads where figures.head == head {
        if let psnr = figures.psnr { results.psnr.append(psnr) }
      }
    }
    let model = measurements.first.map { "\($0.model) \($0.fingerprint)" } ?? ""
    return BenchReport(
      name: "rdc \(head)",
      description: "rdc, model \(model), \(head) head, whole files on disk",
      results: results)
  }

  /// One head of photos, an operating point for each rate that was asked for.
  ///
  /// A figure that is missing at one point (a lossless photo, one too small for
  /// MS-SSIM) is left out at all of them.
  static func photos(_ measurement: PhotoMeasurement, head: String)
    -> BenchReport
  {
    let points = measurement.points
    let figures = points.compactMap { point in
      point.heads.first { $0.head == head }
    }
    func whole(_ values: [Double]) -> [Double] {
      values.count == points.count ? values : []
    }
    return BenchReport(
      name: "rdc \(head)",
      description: "\(measurement.name), \(head) head, whole files on disk",
      results: BenchReport.Results(
        bitsPerPixel: points.map(\.bpp),
        psnr: whole(figures.compactMap(\.psnr)),
        multiScaleSSIM: whole(figures.compactMap(\.msssim)),
        encodingTime: points.map(\.encodeSeconds),
        decodingTime: points.map(\.decodeSeconds)))
  }
}
