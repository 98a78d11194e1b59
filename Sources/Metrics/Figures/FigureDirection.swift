/// What is better of a figure.
public enum FigureDirection: String, Sendable {
  /// Less of it, as of an error.
  case lower
  /// More of it, as of a similarity.
  case higher

  /// An arrow towards the better.
  public var arrow: String { self == .lower ? "↓" : "↑" }
}
