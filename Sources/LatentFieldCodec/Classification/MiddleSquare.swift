import PictureFiles

/// How a picture of any size becomes what a classifier reads, in integers
/// alone.
///
/// The middle square, seven eighths of the shorter side, is brought to the
/// wanted side by a triangle as wide as two results (two pixels, where there
/// are fewer pixels than results): rows first, then columns. After each, a
/// value is rounded to 1/64 of a level.
enum MiddleSquare {
  /// Pixels on a side of the middle square.
  static func size(of picture: Picture) -> Int {
    max(1, (7 * min(picture.width, picture.height) + 4) >> 3)
  }

  /// Samples [side, side, 3] in 0…255; gray is three equal ones.
  static func samples(of picture: Picture, side: Int) -> [Float] {
    let size = size(of: picture)
    let top = (picture.height - size) / 2
    let left = (picture.width - size) / 2
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
  }
}
