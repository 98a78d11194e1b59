import Support

/// A picture as the figures see it: samples on [0, 1], one plane a channel.
public struct PictureSamples: Sendable, Equatable {
  /// Width in pixels.
  public let width: Int
  /// Height in pixels.
  public let height: Int
  /// One plane a channel, row by row, `width · height` samples each.
  public let planes: [[Float]]

  /// Channels: 1 for gray, 3 for RGB.
  public var channels: Int { planes.count }

  /// Takes interleaved 8-bit samples (`height · width · channels`, row by
  /// row) and divides them by 255.
  ///
  /// - Throws: `MetricError.countMismatch` if the count does not fit the size,
  ///   `tooFew` if a side or the number of channels is not positive.
  public init(
    bytes: [UInt8], width: Int, height: Int, channels: Int
  ) throws(MetricError) {
    try Self.check(
      count: bytes.count, width: width, height: height, channels: channels)
    self.init(width: width, height: height, channels: channels) { index in
      Float(bytes[index]) / 255
    }
  }

  /// Takes interleaved samples that are on [0, 1] already.
  ///
  /// - Throws: as above, and `MetricError.notFinite`.
  public init(
    values: [Float], width: Int, height: Int, channels: Int
  ) throws(MetricError) {
    try Self.check(
      count: values.count, width: width, height: height, channels: channels)
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(what: "picture", index: index)
    }
    self.init(width: width, height: height, channels: channels) { values[$0] }
  }

  private init(
    width: Int, height: Int, channels: Int, sample: (Int) -> Float
  ) {
    self.width = width
    self.height = height
    planes = (0..<channels).map { channel in
      (0..<(width * height)).map { sample($0 * channels + channel) }
    }
  }

  init(width: Int, height: Int, planes: [[Float]]) {
    self.width = width
    self.height = height
    self.planes = planes
  }

  private static func check(
    count: Int, width: Int, height: Int, channels: Int
  ) throws(MetricError) {
    let smallest = min(width, height, channels)
    guard smallest > 0 else {
      throw .tooFew(what: "side or channels", needed: 1, found: smallest)
    }
    let total = checkedProduct(width, height, channels)
    guard total == count else {
      throw .countMismatch(
        what: "samples", expected: total ?? .max, found: count)
    }
  }

  /// The picture at half its size: means of 2×2 pixels.
  ///
  /// A last odd row or column is repeated, as the symmetric border of Wang et
  /// al.'s code does, so sides are rounded up.
  func halved() -> PictureSamples {
    let newWidth = (width + 1) / 2
    let newHeight = (height + 1) / 2
    let newPlanes = planes.map { plane in
      var half = [Float](repeating: 0, count: newWidth * newHeight)
      for y in 0..<newHeight {
        let top = 2 * y * width
        let bottom = min(2 * y + 1, height - 1) * width
        for x in 0..<newWidth {
          let left = 2 * x
          let right = min(2 * x + 1, width - 1)
          half[y * newWidth + x] =
            0.25
            * ((plane[top + left] + plane[top + right])
              + (plane[bottom + left] + plane[bottom + right]))
        }
      }
      return half
    }
    return PictureSamples(
      width: newWidth, height: newHeight, planes: newPlanes)
  }
}
