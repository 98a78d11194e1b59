import PictureFiles

/// Pictures that a formula draws: ramps, waves and an edge.
enum DrawnPhoto {
  static func picture(
    width: Int, height: Int, gray: Bool = false, alpha: Bool = false,
    metadata: Metadata = Metadata()
  ) -> Picture {
    var samples: [UInt8] = []
    var opacity: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<(gray ? 1 : 3) {
          let ramp = (x * (2 + channel) + y * 3) % 256
          let wave = (x * x + y * (5 + channel) * x / 3) % 61
          let edge = x + 2 * y > (width + height) ? 70 : 0
          samples.append(UInt8(min(255, (ramp + wave) / 2 + edge)))
        }
        opacity.append(UInt8((x * y + x) % 256))
      }
    }
    return Picture(
      width: width, height: height, colorSpace: gray ? .gray : .rgb,
      samples: samples, alpha: alpha ? opacity : nil, metadata: metadata)
  }

  /// A profile of the least size that a PNG may hold.
  static var profile: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 132)
    bytes[3] = 132
    for (place, letter) in zip(36..<40, "acsp".utf8) { bytes[place] = letter }
    return bytes
  }
}
