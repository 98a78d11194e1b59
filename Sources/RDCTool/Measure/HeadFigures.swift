/// What one reading of the bytes costs and keeps.
struct HeadFigures: Codable, Sendable {
  /// The head's name; `original` for the pictures themselves.
  var head: String
  /// How far from the distortion head, where that is not all the way.
  var strength: Float?
  /// Mean squared error per pixel on [0, 1], of 8-bit pixels.
  var mse: Double
  /// Mean of the pictures' peak signal-to-noise ratios in dB; none for equal
  /// pictures.
  var psnr: Double?
  /// By the measuring classifier, if labels are known.
  var accuracy: Double?
  /// In nats, by the measuring classifier, if labels are known.
  var crossEntropy: Double?
  /// Sliced Wasserstein-2 distance to the originals, in pixel units.
  var slicedWasserstein2: Double
  /// Fréchet distance between the measuring classifier's features.
  var frechet: Double
  /// Row = label, column = what the measuring classifier reads; if labels are
  /// known.
  var confusion: [[Int]]?
}
