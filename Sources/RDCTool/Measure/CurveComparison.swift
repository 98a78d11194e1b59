import Metrics
import Support

/// BD-rate of one head against another codec.
struct CurveComparison: Sendable {
  var head: String
  /// The other codec's name.
  var against: String
  /// The figure's key.
  var figure: String
  /// How much more rate this head needs at equal quality, in percent.
  var bdRate: Double
  /// The rates that the curves are cut to, in bits a pixel.
  var rates: [Double]
  /// The qualities that both have there: what is averaged over.
  var qualities: [Double]
  /// What the quality is called, and its unit.
  private var quality: (name: String, unit: String)

  /// PCHIP through both curves, mean of the difference of ln rate.
  private init(
    head: String, against: String, figure: String, _ curve: FigureCurve,
    anchor: RateQualityCurve, test: RateQualityCurve
  ) throws {
    let rates = BjontegaardDelta.photoRates
    let (lower, upper) = try BjontegaardDelta.qualities(
      anchor: anchor, test: test, rates: rates)
    self.head = head
    self.against = against
    self.figure = figure
    quality = (curve.name, curve.unit)
    bdRate = try BjontegaardDelta.rate(
      anchor: anchor, test: test, rates: rates)
    self.rates = [rates.lowerBound, rates.upperBound]
    qualities = [lower, upper]
  }

  /// All heads and figures that both have.
  static func all(
    of measurement: Measurement, against other: CodecCurve
  ) throws -> [CurveComparison] {
    var found: [CurveComparison] = []
    for (place, head) in (measurement.points.first?.readings ?? []).enumerated()
    where head.strength == nil {
      let own = CodecCurve(
        name: head.head,
        points: measurement.points.map {
          CodecCurve.Point(
            bpp: $0.bitsPerPixel, values: $0.readings[place].values)
        })
      for figure in measurement.figures {
        guard let curve = figure.curve, let test = try own.curve(of: figure),
          let anchor = try other.curve(of: figure)
        else { continue }
        found.append(
          try CurveComparison(
            head: head.head, against: other.name, figure: figure.key, curve,
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
      + "\(quality.name), over \(qualities[0].text(2)) to "
      + "\(qualities[1].text(2)) \(quality.unit) within "
      + "\(rates[0]) to \(rates[1]) bits a pixel"
  }
}
