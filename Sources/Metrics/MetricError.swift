/// What can be wrong with the input of a figure.
public enum MetricError: Error, Equatable, Sendable {
  /// Two things that must be equally many are not.
  case countMismatch(what: String, expected: Int, found: Int)
  /// There is nothing to measure.
  case tooFew(what: String, needed: Int, found: Int)
  /// A count of values is not a whole number of rows.
  case badShape(values: Int, dimension: Int)
  /// A value is not a number or infinite.
  case notFinite(what: String, index: Int)
  /// A picture is smaller than the filter at the coarsest scale.
  case pictureTooSmall(width: Int, height: Int, minimum: Int, scales: Int)
  /// A label names no class.
  case labelOutOfRange(index: Int, label: Int, classes: Int)
  /// A parameter lies outside what the figure is defined for.
  case badParameter(name: String, value: Double, allowed: String)
  /// Points of a rate–quality curve that do not rise together.
  case notIncreasing(what: String, index: Int)
  /// Two curves share no interval to compare them over.
  case noOverlap(what: String, lower: Double, upper: Double)
  /// The eigenvalue iteration did not settle.
  case noConvergence(eigenvalue: Int, iterations: Int)
}

extension MetricError: CustomStringConvertible {
  /// One line that says what and where.
  public var description: String {
    switch self {
    case .countMismatch(let what, let expected, let found):
      "\(what): expected \(expected), found \(found)"
    case .tooFew(let what, let needed, let found):
      "\(what): at least \(needed) needed, found \(found)"
    case .badShape(let values, let dimension):
      "\(values) values are no whole number of rows of \(dimension)"
    case .notFinite(let what, let index):
      "\(what): the value at \(index) is not finite"
    case .pictureTooSmall(let width, let height, let minimum, let scales):
      "a picture of \(width)×\(height) is too small for \(scales) scales: "
        + "both sides must be at least \(minimum)"
    case .labelOutOfRange(let index, let label, let classes):
      "label \(label) at \(index) names none of \(classes) classes"
    case .badParameter(let name, let value, let allowed):
      "\(name) is \(value), allowed: \(allowed)"
    case .notIncreasing(let what, let index):
      "\(what) does not rise strictly at point \(index)"
    case .noOverlap(let what, let lower, let upper):
      "the curves share no interval of \(what) (\(lower) to \(upper))"
    case .noConvergence(let eigenvalue, let iterations):
      "eigenvalue \(eigenvalue) has not settled after \(iterations) iterations"
    }
  }
}
