import Metrics
import StrictJSON

/// A codec's points, from JSON.
///
/// `{"name": …, "points": [{"bpp": …, "psnr": …, "msssim": …}, …]}`: means over
/// a set of pictures, one entry a setting, figures by their keys; any of them
/// may be missing, further members are passed over. What `rdc measure --json`
/// prints is such a file, and the JSON of CompressAI's `bench` is read too.
struct CodecCurve: Sendable {
  /// One setting.
  struct Point: Sendable {
    var bpp: Double
    /// By the figures' keys.
    var values: [String: Double]
  }

  var name: String
  var points: [Point]

  init(name: String, points: [Point]) {
    self.name = name
    self.points = points
  }

  /// Reads the JSON.
  init(_ bytes: [UInt8], figures: [any Figure]) throws {
    do {
      let json = try JSONValue(bytes)
      self =
        try json.member(ifPresent: "points") == nil
        ? Self(report: BenchReport(json), figures)
        : Self(points: json, figures)
    } catch is JSONError {
      throw CurveFailure.unreadable
    }
  }

  private init(
    points json: JSONValue, _ figures: [any Figure]
  ) throws(JSONError) {
    name = try json.member("name").string()
    points = []
    for point in try json.member("points").elements() {
      var values: [String: Double] = [:]
      for figure in figures {
        guard let value = try point.member(ifPresent: figure.key),
          !value.isNull
        else { continue }
        values[figure.key] = try value.number()
      }
      points.append(
        Point(bpp: try point.member("bpp").number(), values: values))
    }
  }

  private init(report: BenchReport, _ figures: [any Figure]) throws {
    try report.validate()
    guard let rates = report.results[BenchReport.bitsPerPixel] else {
      throw CurveFailure.unreadable
    }
    self.init(
      name: report.name,
      points: rates.enumerated().map { place, rate in
        var values: [String: Double] = [:]
        for figure in figures {
          guard let key = figure.compressAIKey,
            let array = report.results[key]
          else { continue }
          values[figure.key] = array[place]
        }
        return Point(bpp: rate, values: values)
      })
  }

  /// Rate against a figure; nil if a point lacks it, or no curves are drawn of
  /// it.
  func curve(of figure: any Figure) throws -> RateQualityCurve? {
    guard let quality = figure.curve?.quality else { return nil }
    let known = points.compactMap { $0.values[figure.key].map(quality) }
    guard known.count == points.count, known.count > 1 else { return nil }
    return try RateQualityCurve(rates: points.map(\.bpp), qualities: known)
  }
}
