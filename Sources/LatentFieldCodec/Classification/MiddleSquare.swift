import PictureFiles

/// The largest centred square of a picture, reduced by area means: each result
/// is the mean of the pixels that it covers, those at its border by their
/// share. A picture of the wanted size stays as it is.
enum MiddleSquare {
  /// Samples [side, side, 3] in 0…255; gray is three equal ones.
  ///
  /// - Precondition: no side of the picture is shorter than `side`.
  static func samples(of picture: Picture, side: Int) -> [Float] {
    let square = min(picture.width, picture.height)
    precondition(side >= 1 && square >= side)
    let top = (picture.height - square) / 2
    let left = (picture.width - square) / 2
    let channels = picture.colorSpace.channels
    let spans = (0..<side).map { Span($0, side: side, square: square) }
    let area = Float(square) / Float(side) * (Float(square) / Float(side))
    var samples: [Float] = []
    samples.reserveCapacity(side * side * 3)
    for rows in spans {
      for columns in spans {
        var sums: (Float, Float, Float) = (0, 0, 0)
        for y in rows.range {
          for x in columns.range {
            let share = rows.share(y) * columns.share(x)
            let pixel =
              ((top + y) * picture.width + left + x) * channels
            sums.0 += share * Float(picture.samples[pixel])
            guard channels == 3 else { continue }
            sums.1 += share * Float(picture.samples[pixel + 1])
            sums.2 += share * Float(picture.samples[pixel + 2])
          }
        }
        samples +=
          channels == 3
          ? [sums.0 / area, sums.1 / area, sums.2 / area]
          : [Float](repeating: sums.0 / area, count: 3)
      }
    }
    return samples
  }

  /// The pixels of one axis that a result covers.
  private struct Span {
    private let from: Float
    private let to: Float
    let range: Range<Int>

    init(_ index: Int, side: Int, square: Int) {
      // Whole numbers first, so that equal sizes cover whole pixels exactly.
      from = Float(index * square) / Float(side)
      to = Float((index + 1) * square) / Float(side)
      range =
        index * square / side..<((index + 1) * square + side - 1) / side
    }

    /// How much of a pixel is covered.
    func share(_ pixel: Int) -> Float {
      min(to, Float(pixel + 1)) - max(from, Float(pixel))
    }
  }
}
