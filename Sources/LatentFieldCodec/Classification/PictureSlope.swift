import RealModule

/// How a number that tells something of a picture changes with its samples.
struct PictureSlope: Sendable {
  let width: Int
  let height: Int
  let channels: Int
  /// [height, width, channels]
  var values: [Float]

  init(width: Int, height: Int, channels: Int) {
    self.width = width
    self.height = height
    self.channels = channels
    values = [Float](repeating: 0, count: width * height * channels)
  }

  /// The same way, `length` long in the mean of squares; nil if it points nowhere.
  func scaled(to length: Float) -> PictureSlope? {
    let squares = values.reduce(into: 0.0) { $0 += Double($1) * Double($1) }
    let scale = length / Float((squares / Double(values.count)).squareRoot())
    guard scale > 0, scale.isFinite else { return nil }
    var scaled = self
    for i in values.indices { scaled.values[i] *= scale }
    return scaled
  }
}
