/// What can be asked of the theory that it has no answer to.
public enum TheoryError: Error, Equatable, Sendable {
  /// A parameter lies outside what a form is defined for.
  case badParameter(name: String, value: Double, allowed: String)
  /// An array has not the length that the alphabet asks for.
  case countMismatch(what: String, expected: Int, found: Int)
  /// The constraints cannot be met at any rate.
  case infeasible(what: String, value: Double, least: Double)
  /// The solver has not reached its tolerance.
  case noConvergence(gap: Double, iterations: Int)
}

extension TheoryError: CustomStringConvertible {
  /// One line that says what and where.
  public var description: String {
    switch self {
    case .badParameter(let name, let value, let allowed):
      "\(name) is \(value), allowed: \(allowed)"
    case .countMismatch(let what, let expected, let found):
      "\(what): expected \(expected), found \(found)"
    case .infeasible(let what, let value, let least):
      "\(what) of \(value) is out of reach: the least possible is \(least)"
    case .noConvergence(let gap, let iterations):
      "no solution after \(iterations) iterations (still moving by \(gap))"
    }
  }
}

/// Refuses a parameter that is not a number within bounds.
func require(
  _ name: String, _ value: Double, in allowed: ClosedRange<Double>
) throws(TheoryError) {
  guard allowed.contains(value) else {
    throw .badParameter(
      name: name, value: value,
      allowed: allowed.upperBound == .infinity
        ? "\(allowed.lowerBound) or more"
        : "\(allowed.lowerBound)…\(allowed.upperBound)")
  }
}
