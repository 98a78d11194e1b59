/// Real bytes of photos and every reading of them; the JSON of `rdc measure`.
///
/// `name` and of each point `bpp`, `psnr` and `msssim` are what ``CodecCurve``
/// reads, so one measurement can be held against another.
struct PhotoMeasurement: Codable, Sendable {
  /// What one head makes of one photo, or the mean over all.
  struct Figures: Codable, Sendable {
    var head: String
    /// In dB over all channels; none for equal pictures.
    var psnr: Double?
    /// Multi-scale structural similarity, with as many scales as fit, at most
    /// five; none where not one fits.
    var msssim: Double?
    /// Sliced Wasserstein distance of patches, mean of full and half size;
    /// none below 13 pixels.
    var patchSlicedWasserstein: Double?
    /// By the measuring classifier: share of right answers, and nats.
    var accuracy: Double?
    var crossEntropy: Double?
  }

  /// One photo at one point.
  struct Photo: Codable, Sendable {
    var path: String
    var width: Int
    var height: Int
    var bytes: Int
    var bpp: Double
    var quality: Double
    var encodeSeconds: Double
    var decodeSeconds: Double
    var heads: [Figures]
  }

  /// All photos at one rate.
  struct Point: Codable, Sendable {
    /// What was asked for, for example `quality 50`.
    var setting: String
    /// Mean of the photos' own bits a pixel.
    var bpp: Double
    /// Those of the first head.
    var psnr: Double?
    var msssim: Double?
    /// Means of the photos' own figures.
    var heads: [Figures]
    /// Accuracy of what `rdc classify` reads, where labels are known.
    var labelAccuracy: Double?
    /// Mean seconds to encode, and to decode the first head.
    var encodeSeconds: Double
    var decodeSeconds: Double
    var photos: [Photo]
  }

  /// The version of this JSON.
  var version = 2
  /// Codec and model.
  var name: String
  var model: String
  var fingerprint: String
  /// The photos themselves, where labels are known.
  var original: Figures?
  /// In the order in which they were asked for.
  var points: [Point]
  /// Against another codec's curve, if one was given.
  var comparisons: [CurveComparison]?
}
