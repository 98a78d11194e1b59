/// What the samples of a pixel mean.
public enum ColorModel: Sendable, Equatable, CaseIterable {
  /// One sample, from black (0) to white (255).
  case gray
  /// Three samples: red, green, blue.
  case rgb

  /// Samples a pixel, without alpha: 1 or 3.
  public var channels: Int {
    switch self {
    case .gray: 1
    case .rgb: 3
    }
  }
}
