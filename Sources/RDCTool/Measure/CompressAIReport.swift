import Metrics
import RDC

/// A measurement in the schema of CompressAI's bench.
enum CompressAIReport {
  /// One head, an operating point for each rate.
  ///
  /// PSNR is the mean of the pictures' own; times are seconds a picture. A
  /// figure that is missing at one point (a lossless picture, one too small for
  /// MS-SSIM) is left out at all of them.
  static func report(_ measurement: Measurement, head: Head) -> BenchReport {
    let points = measurement.points
    var results = [
      BenchReport.bitsPerPixel: points.map(\.bitsPerPixel),
      BenchReport.encodingTime: points.map {
        $0.total.encodeSeconds / Double($0.total.pictures)
      },
      BenchReport.decodingTime: points.map {
        $0.total.decodeSeconds / Double($0.total.pictures)
      },
    ]
    for figure in measurement.figures {
      guard let key = figure.compressAIKey else { continue }
      let values = points.compactMap { point in
        point.readings.first { $0.head == head.rawValue }?.values[figure.key]
      }
      if values.count == points.count { results[key] = values }
    }
    return BenchReport(
      name: "rdc \(head)",
      description: "\(measurement.name), \(head) head, whole files on disk",
      results: results)
  }
}
