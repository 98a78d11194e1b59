/// What a quantizer's settings, which come from a model, can have wrong.
public enum QuantizationError: Error, Hashable, Sendable {
  /// The grid's resolution is no power of two in 1...4096.
  case resolution(found: Int)

  /// The number of levels is outside 2...limit.
  case levels(found: Int, limit: Int)
}

extension QuantizationError: CustomStringConvertible {
  /// One line for the user.
  public var description: String {
    switch self {
    case .resolution(let found):
      "dither resolution \(found): expected a power of two in 1...4096"
    case .levels(let found, let limit):
      "\(found) quantizer levels: expected 2...\(limit)"
    }
  }
}
