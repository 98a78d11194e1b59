import Metrics

/// The inputs that reference.py makes, made again.
enum Inputs {
  /// 24-bit uniforms on [0, 1) by Knuth's MMIX generator, high bits.
  static func uniform(_ seed: UInt64, _ count: Int) -> [Double] {
    var x = seed
    return (0..<count).map { _ in
      x = x &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(x >> 40) * 0x1p-24
    }
  }

  /// 8-bit picture of whole-number waves with uniform noise, interleaved.
  static func picture(
    _ seed: UInt64, _ width: Int, _ height: Int, _ channels: Int,
    _ noise: Double
  ) -> [UInt8] {
    let u = uniform(seed, width * height * channels)
    return u.indices.map { index in
      let c = index % channels
      let x = index / channels % width
      let y = index / channels / width
      let wave = ((x * x * 3 + y * y * 5 + x * y * (c + 1)) >> 6) & 255
      let value = Double(wave) + ((u[index] - 0.5) * noise).rounded(.down)
      return UInt8(min(max(value, 0), 255))
    }
  }

  /// Uniforms mixed by a uniform matrix: correlated, of a given rank.
  static func features(
    _ seed: UInt64, _ count: Int, _ dimension: Int, _ rank: Int
  ) throws -> FeatureSet {
    let a = uniform(seed, count * rank).map { Float($0) }
    let m = uniform(seed + 1, rank * dimension).map { Float($0) }
    var values = [Float](repeating: 0, count: count * dimension)
    for i in 0..<count {
      for k in 0..<rank {
        for j in 0..<dimension {
          values[i * dimension + j] += a[i * rank + k] * m[k * dimension + j]
        }
      }
    }
    return try FeatureSet(values: values, dimension: dimension)
  }
}

/// Whether two figures agree to a relative error.
func agree(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * max(abs(a), abs(b))
}
