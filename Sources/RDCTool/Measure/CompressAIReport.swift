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
}
