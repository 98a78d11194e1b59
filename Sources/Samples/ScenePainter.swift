import PictureFiles
import Support

/// Paints a scene of the project's own, to try photos with: sky and clouds,
/// mountains, a meadow and a hut; smooth parts, edges, and textures of all
/// sizes.
///
/// Everything is arithmetic on a lattice of hashes, so that every machine
/// paints the same pixels.
public struct ScenePainter: Sendable {
  private let seed: UInt64

  /// A painter; another seed moves clouds, ridges and grass.
  public init(seed: UInt64 = 1) { self.seed = seed }

  private typealias Colour = SIMD3<Float>

  /// The scene at any size of at least one pixel.
  public func picture(width: Int, height: Int) -> Picture {
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * 3)
    // The height is the unit; columns beyond 1.5 of it show more of the land.
    let unit = Float(max(height, 1))
    for y in 0..<height {
      for x in 0..<width {
        var sum = Colour(repeating: 0)
        for part in 0..<4 {
          let u = (Float(x) + (part & 1 == 0 ? 0.25 : 0.75)) / unit
          let v = (Float(y) + (part & 2 == 0 ? 0.25 : 0.75)) / unit
          sum += colour(u, v)
        }
        for channel in 0..<3 {
          let value = min(max(sum[channel] / 4, 0), 1)
          samples.append(UInt8(value * 255 + 0.5))
        }
      }
    }
    return Picture(
      width: width, height: height, colorSpace: .rgb, samples: samples)
  }

  /// What is seen at a place: u to the right, v from 0 at the top to 1.
  private func colour(_ u: Float, _ v: Float) -> Colour {
    if let hut = hut(u - 0.95, v - 0.62) { return hut }
    let horizon = 0.6 + 0.05 * (cloud(u * 2, 7, octaves: 3) - 0.5)
    if v > horizon { return meadow(u, v, (v - horizon) / (1 - horizon)) }
    let ridge = 0.5 - 0.3 * (cloud(u * 1.7, 3, octaves: 6) - 0.35)
    if v > ridge { return rock(u, v, v - ridge) }
    return sky(u, v)
  }

  private func sky(_ u: Float, _ v: Float) -> Colour {
    let blue = mix([0.25, 0.47, 0.8], [0.78, 0.87, 0.95], min(v * 1.8, 1))
    let white = cloud(u * 2.5, v * 6, octaves: 5)
    let veil = min(max((white - 0.5) * 4, 0), 1)
    let (du, dv) = (u - 0.3, v - 0.16)
    let distance = (du * du + dv * dv).squareRoot()
    let sun = min(max((0.06 - distance) * 60, 0), 1)
    let glow = 0.012 / (distance + 0.03)
    let air = mix(blue, [0.97, 0.97, 0.98], veil * 0.9)
    return mix(
      air + Colour(1, 0.9, 0.6) * min(glow, 0.35), [1, 0.98, 0.88], sun)
  }

  private func rock(_ u: Float, _ v: Float, _ depth: Float) -> Colour {
    let grain = cloud(u * 40, v * 40, octaves: 4)
    let light = cloud(u * 9 + 2 * v, v * 5, octaves: 3)
    let stone =
      mix([0.2, 0.2, 0.27], [0.62, 0.6, 0.62], light) * (0.55 + grain)
    let snow = min(max((0.12 - depth - 0.1 * grain) * 25, 0), 1)
    return mix(
      mix(stone, [0.94, 0.95, 0.98], snow), [0.62, 0.71, 0.83],
      min(depth * 1.8, 0.6))
  }

  private func meadow(_ u: Float, _ v: Float, _ near: Float) -> Colour {
    let scale = 60 / (0.25 + near)
    let blades = cloud(u * scale * 4, v * scale, octaves: 3)
    let patch = cloud(u * 5, v * 9, octaves: 4)
    let green = mix([0.16, 0.34, 0.1], [0.55, 0.62, 0.22], patch)
    let flower = lattice(Int(u * 220), Int(v * 220))
    if flower > 0.985 { return [0.93, 0.82 * patch + 0.1, 0.2] }
    return green * (0.5 + 0.9 * blades)
  }

  /// A hut around its own origin, or nothing.
  private func hut(_ u: Float, _ v: Float) -> Colour? {
    if v < 0, v > -0.12, abs(u) < (v + 0.12) * 1.6 + 0.01 {
      let tile = Int((v + 1) * 120) & 1 == 0 ? Float(0.85) : 1
      return Colour(0.55, 0.17, 0.12) * tile * (u < 0 ? 1 : 0.75)
    }
    guard v >= 0, v < 0.2, abs(u) < 0.16 else { return nil }
    if abs(u) < 0.035, v > 0.08 { return [0.23, 0.14, 0.08] }
    if abs(abs(u) - 0.1) < 0.03, abs(v - 0.08) < 0.03 {
      let frame = abs(abs(u) - 0.1) < 0.004 || abs(v - 0.08) < 0.004
      return frame ? [0.9, 0.9, 0.86] : [0.2, 0.27, 0.35]
    }
    let board = Int((u + 1) * 90) & 1 == 0 ? Float(1) : 0.88
    let wood = cloud(u * 300, v * 12, octaves: 2)
    return Colour(0.66, 0.5, 0.34) * board * (0.8 + 0.35 * wood)
  }

  private func mix(_ a: Colour, _ b: Colour, _ share: Float) -> Colour {
    a + (b - a) * share
  }

  /// Noise of several octaves, each half as strong, in 0...1.
  private func cloud(_ x: Float, _ y: Float, octaves: Int) -> Float {
    var (sum, weight, scale) = (Float(0), Float(0.5), Float(1))
    for octave in 0..<octaves {
      let shift = Float(octave * 37)
      sum += weight * smooth(x * scale + shift, y * scale + shift)
      weight /= 2
      scale *= 2
    }
    return sum / (1 - 2 * weight)
  }

  /// The lattice between its points, with a smooth step.
  private func smooth(_ x: Float, _ y: Float) -> Float {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (dx, dy) = (x - left, y - top)
    let (sx, sy) = (dx * dx * (3 - 2 * dx), dy * dy * (3 - 2 * dy))
    let (column, row) = (Int(left), Int(top))
    let a = lattice(column, row)
    let b = lattice(column + 1, row)
    let c = lattice(column, row + 1)
    let d = lattice(column + 1, row + 1)
    let (upper, lower) = (a + (b - a) * sx, c + (d - c) * sx)
    return upper + (lower - upper) * sy
  }

  /// A hash of a point of the lattice, in 0..<1.
  private func lattice(_ x: Int, _ y: Int) -> Float {
    let place = UInt64(bitPattern: Int64(x &* 73_856_093 ^ y &* 19_349_663))
    var random = SplitMix64(seed: place ^ seed &* 0x9E37_79B9_7F4A_7C15)
    return Float(random.next() >> 40) * 0x1p-24
  }
}
