import Codec
import PictureFiles

/// Which pictures a model codes.
extension Model {
  /// Checks the shape of pictures against the model's.
  ///
  /// - Throws: ``RDCError/unsupportedPicture(found:accepted:)``.
  public func check(
    width: Int, height: Int, colour: Bool
  ) throws(RDCError) {
    let format = try latentVector().picture
    guard width == format.width, height == format.height,
      !colour || format.channels == 3
    else {
      throw .unsupportedPicture(
        found: "a \(colour ? "colour" : "gray") picture of \(width)×\(height)",
        accepted: [accepts])
    }
  }

  /// A picture as gray samples of the model's size.
  ///
  /// Colour whose three samples agree everywhere is gray, and an alpha channel
  /// that is opaque everywhere says nothing; anything else is refused rather
  /// than lost.
  ///
  /// - Throws: ``RDCError/unsupportedPicture(found:accepted:)``.
  public func grayPicture(_ picture: Picture) throws(RDCError) -> IDXImages {
    let samples = picture.graySamples
    try check(
      width: picture.width, height: picture.height, colour: samples == nil)
    if let alpha = picture.alpha, alpha.contains(where: { $0 != 255 }) {
      throw .unsupportedPicture(
        found: "a picture with transparent pixels", accepted: [accepts])
    }
    return IDXImages(
      count: 1, height: picture.height, width: picture.width,
      samples: samples ?? picture.samples)
  }
}

extension Picture {
  /// One sample a pixel, if the picture has no colour in it.
  fileprivate var graySamples: [UInt8]? {
    guard colorSpace == .rgb else { return samples }
    var gray: [UInt8] = []
    gray.reserveCapacity(samples.count / 3)
    for pixel in stride(from: 0, to: samples.count - 2, by: 3) {
      guard samples[pixel] == samples[pixel + 1],
        samples[pixel] == samples[pixel + 2]
      else { return nil }
      gray.append(samples[pixel])
    }
    return gray
  }
}
