/// What a figure tells of.
public enum FigureAspect: String, Sendable {
  /// How near the pixels are.
  case distortion
  /// How natural the pictures look.
  case perception
  /// What can be read in them.
  case classification
}
