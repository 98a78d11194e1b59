/// Readings at a fraction of a picture's size: a pixel is the mean of a square
/// of them, of what lies inside the picture.
extension FieldGeometry {
  /// The least power of two by which both sides are divided to have at most so
  /// many pixels, rounded up.
  func scale(maxSide: Int) -> Int {
    var scale = 1
    while Self.side(max(width, height), scale: scale) > maxSide { scale *= 2 }
    return scale
  }

  /// What is left of so many pixels of a side.
  static func side(_ count: Int, scale: Int) -> Int {
    (count + scale - 1) / scale
  }

  /// The means of interleaved samples, [height, width, channels], halves
  /// rounded up.
  func reduced(_ samples: [UInt8], channels: Int, scale: Int) -> [UInt8] {
    guard scale > 1 else { return samples }
    let line = width * channels
    var reduced: [UInt8] = []
    reduced.reserveCapacity(
      Self.side(width, scale: scale) * Self.side(height, scale: scale)
        * channels)
    for top in stride(from: 0, to: height, by: scale) {
      let rows = top..<min(top + scale, height)
      var sums = [Int](repeating: 0, count: line)
      for row in rows {
        for place in 0..<line {
          sums[place] += Int(samples[row * line + place])
        }
      }
      for left in stride(from: 0, to: width, by: scale) {
        let columns = left..<min(left + scale, width)
        let count = rows.count * columns.count
        for channel in 0..<channels {
          let sum = columns.reduce(0) { $0 + sums[$1 * channels + channel] }
          reduced.append(UInt8((sum + count / 2) / count))
        }
      }
    }
    return reduced
  }
}
