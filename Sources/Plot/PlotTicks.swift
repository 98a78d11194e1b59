import RealModule
import Support

/// Round numbers along an axis.
struct PlotTicks {
  /// Positions, rising.
  let values: [Double]
  private let decimals: Int

  /// About `wanted` multiples of 1, 2 or 5 times a power of ten that lie within
  /// the range.
  init(range: ClosedRange<Double>, wanted: Int) {
    let raw = (range.upperBound - range.lowerBound) / Double(max(wanted, 1))
    let power = Double.pow(10, Double.log10(raw).rounded(.down))
    let mantissa = raw / power
    let round = [1.0, 2, 5, 10].first { mantissa <= $0 * 1.0001 } ?? 10
    let step = round * power
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    values =
      first <= last
      ? stride(from: first, through: last, by: 1)
        .map { $0 * step } : []
    decimals = max(0, Int(-Double.log10(step).rounded(.down)))
  }

  /// The number as it is printed at its tick.
  func label(_ value: Double) -> String {
    if decimals > 6 || abs(value) >= 1e6 {
      return value.formatted("%.3g")
    }
    let clean = abs(value) < 1e-12 ? 0 : value
    let text = clean.formatted("%.\(decimals)f")
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}
