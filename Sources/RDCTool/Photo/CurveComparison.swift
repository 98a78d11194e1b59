import Metrics
import Support

/// BD-rate of one head against another codec.
struct CurveComparison: Codable, Sendable {
  var head: String
  /// The other codec's name.
  var against: String
  /// `psnr` or `msssim`, both in dB.
  var figure: String
  /// How much more rate this head needs at equal quality, in percent.
  var bdRate: Double
  /// The rates that the curves are cut to, in bits a pixel.
  var rates: [Double]
  /// The qualities that both have there, in dB: what is averaged over.
  var qualities: [Double]

  /// PCHIP through both curves, mean of the difference of ln rate.
  private init(
    head: String, against: String, figure: String, anchor: RateQualityCurve,
    test: RateQualityCurve
  ) throws {
    let rates = BjontegaardDelta.photoRates
    let (lower, upper) = try BjontegaardDelta.qualities(
      anchor: anchor, test: test, rates: rates)
    self.head = head
    self.against = against
    self.figure = figure
    bdRate = try BjontegaardDelta.rate(
      anchor: anchor, test: test, rates: rates)
    self.rates = [rates.lowerBound, rates.upperBound]
    qualities = [lower, upper]
  }

  /// All heads and figures that both have.
  static func all(
    of points: [PhotoMeasurement.Point], against other: CodecCurve
  ) throws -> [CurveComparison] {
    var found: [CurveComparison] = []
    for (place, head) in (points.first?.heads ?? []).enumerated() {
      let own = CodecCurve(
        name: head.head,
        points: points.map {
          CodecCurve.Point(
            bpp: $0.bpp, psnr: $0.heads[place].psnr,
            msssim: $0.heads[place].msssim)
        })
      if let test = try own.psnr(), let anchor = try other.psnr() {
        found.append(
          try CurveComparison(
            head: head.head, against: other.name, figure: "psnr",
            anchor: anchor, test: test))
      }
      if let test = try own.multiScaleSSIM(),
        let anchor = try other.multiScaleSSIM()
      {
        found.append(
          try CurveComparison(
            head: head.head, against: other.name, figure: "msssim",
            anchor: anchor, test: test))
      }
    }
    guard !found.isEmpty else { throw CurveFailure.noCommonFigure(other.name) }
    return found
  }

  /// One line for people.
  var line: String {
    let sign = bdRate > 0 ? "+" : ""
    return "\(head) against \(against): BD-rate \(sign)\(bdRate.text(2)) % by "
      + (figure == "psnr" ? "PSNR (RGB)" : "MS-SSIM in dB")
      + ", over \(qualities[0].text(2)) to \(qualities[1].text(2)) dB within "
      + "\(rates[0]) to \(rates[1]) bits a pixel"
  }
}
