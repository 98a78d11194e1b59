import Metrics

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A codec's points, from JSON.
///
/// `{"name": …, "points": [{"bpp": …, "psnr": …, "msssim": …}, …]}`: means over
/// a set of pictures, one entry a setting; `psnr` (RGB, dB) and `msssim` (0…1)
/// may be missing, further members are passed over. What `rdc measure --json`
/// prints is such a file, and the JSON of CompressAI's `bench` is read too.
struct CodecCurve: Sendable {
  /// One setting.
  struct Point: Decodable, Sendable {
    var bpp: Double
    var psnr: Double?
    var msssim: Double?
  }

  var name: String
  var points: [Point]

  init(name: String, points: [Point]) {
    self.name = name
    self.points = points
  }

  /// Reads the JSON.
  init(_ json: [UInt8]) throws {
    struct Own: Decodable {
      var name: String
      var points: [Point]
    }
    let data = Data(json)
    if let own = try? JSONDecoder().decode(Own.self, from: data) {
      self.init(name: own.name, points: own.points)
      return
    }
    do {
      let report = try JSONDecoder().decode(BenchReport.self, from: data)
      try report.validate()
      let figures = report.results
      self.init(
        name: report.name,
        points: figures.bitsPerPixel.indices.map { index in
          Point(
            bpp: figures.bitsPerPixel[index],
            psnr: figures.psnr.isEmpty ? nil : figures.psnr[index],
            msssim: figures.multiScaleSSIM.isEmpty
              ? nil : figures.multiScaleSSIM[index])
        })
    } catch let error as MetricError {
      throw error
    } catch {
      throw CurveFailure.unreadable
    }
  }

  /// Rate against PSNR; nil if a point lacks it.
  func psnr() throws -> RateQualityCurve? {
    try curve(points.map(\.psnr))
  }

  /// Rate against MS-SSIM in dB, −10 log10(1 − x); nil if a point lacks it.
  func multiScaleSSIM() throws -> RateQualityCurve? {
    try curve(points.map { $0.msssim.map { -10 * log10(1 - $0) } })
  }

  private func curve(_ qualities: [Double?]) throws -> RateQualityCurve? {
    let known = qualities.compactMap { $0 }
    guard known.count == points.count, known.count > 1 else { return nil }
    return try RateQualityCurve(rates: points.map(\.bpp), qualities: known)
  }
}

/// Why curves cannot be compared.
enum CurveFailure: Error, CustomStringConvertible {
  case unreadable
  case noCommonFigure(String)

  var description: String {
    switch self {
    case .unreadable:
      "is no JSON of a codec's points: \"name\" and \"points\" with \"bpp\", "
        + "\"psnr\", \"msssim\""
    case .noCommonFigure(let name):
      "\(name) has no figure at two or more points that could be compared"
    }
  }
}
