import RDC

/// Why labels do not fit.
enum LabelFailure: Error, CustomStringConvertible {
  case count(Int)
  case size(expected: (width: Int, height: Int), found: PictureSet)

  var description: String {
    switch self {
    case .count(let count): "there are \(count) labels, but more pictures"
    case .size(let expected, let found):
      "the classifier reads \(expected.width)x\(expected.height) pixels, the "
        + "picture has \(found.width)x\(found.height)"
    }
  }
}
