/// What a decoded picture is faithful to; the reader chooses.
public enum Head: String, Sendable, CaseIterable, Codable {
  /// The closest pixels: least mean squared error.
  case distortion
  /// The most natural picture: looks like an original, at some cost in error.
  case perceptual
  /// The picture that a classifier reads best.
  case classification
}
