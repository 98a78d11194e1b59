import Support

/// Draws digit-like pictures, so that the codec can be tried, timed and tested
/// without any data set.
///
/// A digit is a few polylines on a unit square; a seed bends, slants, scales
/// and thickens them. The pen is a disc with a soft edge. All arithmetic is
/// basic and rounded once, so a seed draws the same picture everywhere.
public struct DigitPainter: Sendable {
  /// Side of a picture in pixels, as in MNIST.
  public static let side = 28

  private var random: SplitMix64

  /// A painter whose pictures follow from `seed`.
  public init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  /// Draws the next picture of `digit`: 28 × 28 gray samples, ink is 255.
  ///
  /// - Precondition: `digit` is in 0...9.
  public mutating func draw(_ digit: Int) -> [UInt8] {
    precondition((0...9).contains(digit), "a digit has one figure")
    let slant = random.within(-0.1, 0.35)
    let turn = random.within(-0.12, 0.12)
    let width = random.within(0.82, 1.1)
    let height = random.within(0.9, 1.08)
    let pen = random.within(1.0, 1.7)
    let strokes = Self.strokes[digit].map { stroke in
      stroke.map { point -> Point in
        let wobble = 0.03
        let x =
          (point.x - 0.5 + random.within(-wobble, wobble)) * width
          * Self.aspect[digit]
        let y = (point.y - 0.5 + random.within(-wobble, wobble)) * height
        return Point(x: x - slant * y - turn * y, y: y + turn * x)
      }
    }
    return Self.render(strokes.map(Self.smooth), pen: pen)
  }

  private struct Point {
    var x, y: Double
  }

  /// Corners of each digit, y downwards; `smooth` rounds them.
  private static let strokes: [[[Point]]] = [
    [
      path(
        0.5, 0, 0.12, 0.12, 0, 0.5, 0.12, 0.88, 0.5, 1, 0.88, 0.88, 1, 0.5,
        0.88, 0.12, 0.5, 0)
    ],
    [path(0.5, 0, 0.5, 0.33, 0.5, 0.66, 0.5, 1)],
    [
      path(0.05, 0.22, 0.3, 0, 0.8, 0.02, 0.92, 0.3, 0.6, 0.6, 0.05, 0.95),
      path(0.05, 0.95, 0.3, 0.9, 0.6, 0.97, 1, 0.92),
    ],
    [
      path(0.1, 0.1, 0.5, 0, 0.9, 0.15, 0.8, 0.4, 0.4, 0.48),
      path(0.4, 0.48, 0.9, 0.55, 0.95, 0.85, 0.5, 1, 0.05, 0.9),
    ],
    [
      path(0.2, 0, 0.12, 0.3, 0.08, 0.55, 0.5, 0.58, 1, 0.5),
      path(0.85, 0.05, 0.8, 0.5, 0.75, 1),
    ],
    [
      path(0.95, 0, 0.6, 0.02, 0.2, 0.02),
      path(0.2, 0.02, 0.15, 0.2, 0.12, 0.42),
      path(0.12, 0.42, 0.6, 0.36, 0.95, 0.6, 0.8, 0.92, 0.4, 1, 0.05, 0.9),
    ],
    [
      path(
        0.8, 0, 0.4, 0.15, 0.1, 0.5, 0.1, 0.85, 0.45, 1, 0.85, 0.9, 0.85, 0.62,
        0.5, 0.52, 0.15, 0.72)
    ],
    [
      path(0.02, 0.08, 0.4, 0.05, 0.95, 0.02),
      path(0.95, 0.02, 0.7, 0.4, 0.5, 0.7, 0.4, 1),
    ],
    [
      path(
        0.85, 0.15, 0.5, 0, 0.15, 0.15, 0.25, 0.38, 0.6, 0.55, 0.9, 0.78, 0.6,
        1, 0.2, 0.95, 0.12, 0.75, 0.45, 0.5, 0.8, 0.35, 0.85, 0.15)
    ],
    [
      path(0.85, 0.25, 0.55, 0.02, 0.2, 0.15, 0.2, 0.42, 0.5, 0.48, 0.85, 0.25),
      path(0.85, 0.25, 0.82, 0.6, 0.7, 1),
    ],
  ]

  /// Width of each digit beside its height.
  private static let aspect = [
    0.75, 0.3, 0.75, 0.7, 0.72, 0.72, 0.62, 0.72, 0.62, 0.62,
  ]

  private static func path(_ values: Double...) -> [Point] {
    stride(from: 0, to: values.count, by: 2).map {
      Point(x: values[$0], y: values[$0 + 1])
    }
  }

  /// Cuts corners twice (Chaikin 1974); the ends stay where they are.
  private static func smooth(_ stroke: [Point]) -> [Point] {
    var points = stroke
    for _ in 0..<2 {
      guard let first = points.first, let last = points.last else { break }
      var next = [first]
      for (a, b) in zip(points, points.dropFirst()) {
        next.append(
          Point(x: 0.75 * a.x + 0.25 * b.x, y: 0.75 * a.y + 0.25 * b.y))
        next.append(
          Point(x: 0.25 * a.x + 0.75 * b.x, y: 0.25 * a.y + 0.75 * b.y))
      }
      next.append(last)
      points = next
    }
    return points
  }

  /// Sets the strokes in a box of 20 pixels about the centre.
  private static func render(_ strokes: [[Point]], pen: Double) -> [UInt8] {
    let centre = Double(side) / 2
    let scale = 18.5
    var samples = [UInt8](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0..<side {
        let x = (Double(column) + 0.5 - centre) / scale
        let y = (Double(row) + 0.5 - centre) / scale
        var nearest = Double.infinity
        for stroke in strokes {
          for (a, b) in zip(stroke, stroke.dropFirst()) {
            nearest = min(nearest, squaredDistance(x, y, a, b))
          }
        }
        let ink = pen + 0.5 - nearest.squareRoot() * scale
        samples[row * side + column] = UInt8(max(0, min(1, ink)) * 255)
      }
    }
    return samples
  }

  private static func squaredDistance(
    _ x: Double, _ y: Double, _ a: Point, _ b: Point
  ) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = dx * dx + dy * dy
    let along = ((x - a.x) * dx + (y - a.y) * dy) / max(length, 1e-12)
    let t = max(0, min(1, along))
    let (ex, ey) = (x - a.x - t * dx, y - a.y - t * dy)
    return ex * ex + ey * ey
  }
}
