/// Why curves cannot be compared.
enum CurveFailure: Error, CustomStringConvertible {
  case unreadable
  case noCommonFigure(String)

  var description: String {
    switch self {
    case .unreadable:
      "is no JSON of a codec's points: \"name\" and \"points\" with \"bpp\", "
        + "\"psnr\", \"msssim\""
    case .noCommonFigure(let name):
      "\(name) has no figure at two or more points that could be compared"
    }
  }
}
