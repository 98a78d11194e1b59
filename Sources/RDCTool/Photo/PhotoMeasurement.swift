/// Real bytes of photos and every reading of them; the JSON of `rdc measure`.
struct PhotoMeasurement: Codable, Sendable {
  /// What one head makes of one photo, or the mean over all.
  struct Figures: Codable, Sendable {
    var head: String
    /// In dB over all channels; none for equal pictures.
    var psnr: Double?
    /// Multi-scale structural similarity, with as many scales as fit, at most
    /// five; none where not one fits.
    var msSSIM: Double?
    /// Sliced Wasserstein distance of patches, mean of full and half size;
    /// none below 13 pixels.
    var patchSlicedWasserstein: Double?
  }

  /// One photo.
  struct Photo: Codable, Sendable {
    var path: String
    var width: Int
    var height: Int
    var bytes: Int
    var bitsPerPixel: Double
    var quality: Double
    var encodeSeconds: Double
    var heads: [Figures]
  }

  /// The version of this JSON.
  var version = 1
  var model: String
  var fingerprint: String
  var photos: [Photo]
  /// Mean of the photos' own bits a pixel.
  var bitsPerPixel: Double
  /// Means of the photos' own figures.
  var heads: [Figures]

  /// A measurement as lines for people.
  var lines: [String] {
    var lines = [
      "model \(model) \(fingerprint), \(photos.count) "
        + (photos.count == 1 ? "photo" : "photos")
        + ", \(bitsPerPixel.text(4)) bits a pixel of the whole file",
      "",
      Self.row(["", "PSNR", "MS-SSIM", "patch SW2"]),
    ]
    for head in heads {
      lines.append(
        Self.row([
          head.head, head.psnr?.text(3) ?? "–", head.msSSIM?.text(5) ?? "–",
          head.patchSlicedWasserstein?.text(5) ?? "–",
        ]))
    }
    return lines
  }

  private static func row(_ cells: [String]) -> String {
    zip(cells, [16, 10, 11, 11]).enumerated().map { index, cell in
      let padding = String(
        repeating: " ", count: max(0, cell.1 - cell.0.count))
      return index == 0 ? cell.0 + padding : padding + cell.0
    }.joined()
  }
}
