import PictureFiles

/// A square of a picture, and how it becomes what a classifier reads, in integers
/// alone.
///
/// It is brought to the wanted side by a triangle as wide as two results (two
/// pixels, where there are fewer pixels than results): rows first, then columns.
/// After each, a value is rounded to 1/64 of a level.
struct PictureSquare: Sendable, Equatable {
  let top: Int
  let left: Int
  /// Pixels on a side.
  let size: Int

  /// What a classifier reads: the middle, seven eighths of the shorter side.
  static func middle(of picture: Picture) -> PictureSquare {
    let size = max(1, (7 * min(picture.width, picture.height) + 4) >> 3)
    return PictureSquare(
      top: (picture.height - size) / 2, left: (picture.width - size) / 2,
      size: size)
  }

  /// Samples [side, side, 3] in 0…255; gray is three equal ones.
  func samples(of picture: Picture, side: Int) -> [Float] {
    let channels = picture.colorSpace.channels
    let taps = (0..<side).map { Taps($0, size: size, side: side) }
    // [size, side, channels], then [side, side, channels]; in 1/64 of a level.
    var rows: [Int] = []
    rows.reserveCapacity(size * side * channels)
    for y in 0..<size {
      let first = (top + y) * picture.width + left
      for tap in taps {
        for channel in 0..<channels {
          rows.append(
            tap.mean {
              64 * Int(picture.samples[(first + $0) * channels + channel])
            })
        }
      }
    }
    var samples: [Float] = []
    samples.reserveCapacity(side * side * 3)
    for tap in taps {
      for x in 0..<side {
        for channel in 0..<3 {
          let place = x * channels + min(channel, channels - 1)
          let sum = tap.mean { rows[$0 * side * channels + place] }
          samples.append(Float(sum) / 64)
        }
      }
    }
    return samples
  }

  /// The adjoint of `samples`: adds to the slope of every pixel's samples what
  /// the slopes [side, side, 3] of the samples read give it.
  func spread(
    _ slopes: ArraySlice<Float>, side: Int, to slope: inout PictureSlope
  ) {
    let channels = slope.channels
    let taps = (0..<side).map { Taps($0, size: size, side: side) }
    // [side, size, channels]
    var rows = [Float](repeating: 0, count: side * size * channels)
    for y in 0..<side {
      for (x, tap) in taps.enumerated() {
        for channel in 0..<3 {
          let value = slopes[slopes.startIndex + (y * side + x) * 3 + channel]
          tap.share(value) { pixel, part in
            rows[(y * size + pixel) * channels + min(channel, channels - 1)] +=
              part
          }
        }
      }
    }
    let line = size * channels
    for (y, tap) in taps.enumerated() {
      tap.share(1) { pixel, part in
        let first = ((top + pixel) * slope.width + left) * channels
        for place in 0..<line {
          slope.values[first + place] += part * rows[y * line + place]
        }
      }
    }
  }

  /// Which pixels of a line make a result, and by which weights.
  private struct Taps {
    private let first: Int
    private let weights: [Int]
    private let total: Int

    init(_ result: Int, size: Int, side: Int) {
      let reach = 2 * max(size, side)
      let centre = (2 * result + 1) * size
      let all = (0..<size).map {
        max(0, reach - abs((2 * $0 + 1) * side - centre))
      }
      first = all.firstIndex { $0 > 0 } ?? 0
      weights = Array(all[first...].prefix { $0 > 0 })
      total = weights.reduce(0, +)
    }

    /// The weighted mean, rounded; halves go up.
    func mean(_ value: (Int) -> Int) -> Int {
      var sum = 0
      for (place, weight) in weights.enumerated() {
        sum += weight * value(first + place)
      }
      return (2 * sum + total) / (2 * total)
    }

    /// Gives each pixel its part of a result's value.
    func share(_ value: Float, _ give: (Int, Float) -> Void) {
      for (place, weight) in weights.enumerated() {
        give(first + place, value * Float(weight) / Float(total))
      }
    }
  }
}
