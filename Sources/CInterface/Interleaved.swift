/// Samples with alpha as their last channel, and planes without: inverses.
enum Interleaved {
  /// Takes alpha out of samples.
  static func split(
    _ samples: [UInt8], channels: Int
  ) -> (colour: [UInt8], alpha: [UInt8]) {
    let pixels = samples.count / channels
    let colours = channels - 1
    var colour = [UInt8](repeating: 0, count: pixels * colours)
    var alpha = [UInt8](repeating: 0, count: pixels)
    for pixel in 0..<pixels {
      for channel in 0..<colours {
        colour[pixel * colours + channel] = samples[pixel * channels + channel]
      }
      alpha[pixel] = samples[pixel * channels + colours]
    }
    return (colour, alpha)
  }

  /// Puts alpha beside colour.
  ///
  /// - Precondition: `target` has room for both.
  static func join(
    _ colour: [UInt8], _ alpha: [UInt8], channels: Int,
    into target: UnsafeMutableBufferPointer<UInt8>
  ) {
    let colours = channels - 1
    for pixel in alpha.indices {
      for channel in 0..<colours {
        target[pixel * channels + channel] = colour[pixel * colours + channel]
      }
      target[pixel * channels + colours] = alpha[pixel]
    }
  }
}
