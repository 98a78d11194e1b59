/// What a convolution sees outside its picture.
public enum PaddingMode: String, Encodable, Sendable, CaseIterable {
  /// +0, which is multiplied like any other value.
  case zeros
  /// The nearest value of the picture.
  case replicate
}
