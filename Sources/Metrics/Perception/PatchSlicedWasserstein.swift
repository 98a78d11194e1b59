import Support

/// Sliced Wasserstein distance between the patches of two photos.
///
/// A picture is taken as the set of its 7×7 patches (all channels), at full and
/// at half size (2×2 means), each patch less its mean in every channel: what
/// is compared is texture, wherever it lies. After Karras et al., "Progressive
/// growing of GANs", 2018, section 5 (7×7 patches, several scales, random
/// directions), here with W₂, within one pair of pictures, and with box means
/// for the Laplacian pyramid. Unit: gray on [0, 1].
public struct PatchSlicedWasserstein: Sendable {
  /// Side of a patch in pixels.
  public static let side = 7

  /// Number of directions.
  public let projections: Int
  /// Seed of the directions.
  public let seed: UInt64
  /// Pixels from one patch to the next, both ways; 1 takes all patches.
  public let step: Int

  /// The distance at both scales.
  public struct Result: Sendable, Equatable, Codable {
    /// SW₂ between the patches at full size.
    public let full: Double
    /// SW₂ between the patches at half size.
    public let half: Double
    /// The mean of both: the figure that is printed.
    public var mean: Double { (full + half) / 2 }
  }

  /// - Throws: `MetricError.badParameter` unless `projections` is 1…65,536 and
  ///   `step` is positive.
  public init(
    projections: Int = 64, seed: UInt64 = SlicedWasserstein.publishedSeed,
    step: Int = 1
  ) throws(MetricError) {
    guard (1...65_536).contains(projections) else {
      throw .badParameter(
        name: "projections", value: Double(projections), allowed: "1…65536")
    }
    guard step > 0 else {
      throw .badParameter(
        name: "step", value: Double(step), allowed: "1 or more")
    }
    self.projections = projections
    self.seed = seed
    self.step = step
  }

  /// Distance between two pictures of equal channels; sizes may differ.
  ///
  /// - Throws: `MetricError.countMismatch` for unequal channels,
  ///   `pictureTooSmall` if a side is below 13 (7 at half size).
  public func distance(
    _ a: PictureSamples, _ b: PictureSamples
  ) throws(MetricError) -> Result {
    try distances(from: a, to: [b])[0]
  }

  /// Distances from one picture to several, which is projected only once.
  ///
  /// - Throws: as `distance`.
  public func distances(
    from a: PictureSamples, to others: [PictureSamples]
  ) throws(MetricError) -> [Result] {
    for b in others where a.channels != b.channels {
      throw .countMismatch(
        what: "channels", expected: a.channels, found: b.channels)
    }
    for picture in [a] + others where min(picture.width, picture.height) < 13 {
      throw .pictureTooSmall(
        width: picture.width, height: picture.height, minimum: 13, scales: 2)
    }
    let filters = self.filters(channels: a.channels)
    let full = distances(a, others, filters)
    let half = distances(a.halved(), others.map { $0.halved() }, filters)
    return zip(full, half).map { Result(full: $0, half: $1) }
  }

  private func distances(
    _ a: PictureSamples, _ others: [PictureSamples], _ filters: [[Float]]
  ) -> [Double] {
    let count = others.count
    var squares = [Double](repeating: 0, count: projections * count)
    squares.withUnsafeMutableBufferPointer { squares in
      nonisolated(unsafe) let squares = squares
      Parallel.forEach(projections) { p in
        let first = projected(a, filters[p])
        for (place, b) in others.enumerated() {
          let second = projected(b, filters[p])
          squares[place * projections + p] =
            first.withUnsafeBufferPointer { first in
              second.withUnsafeBufferPointer { second in
                OptimalTransport1D.squaredWasserstein2(first, second)
              }
            }
        }
      }
    }
    return (0..<count).map { place in
      let own = squares[place * projections..<(place + 1) * projections]
      return (own.reduce(0, +) / Double(projections)).squareRoot()
    }
  }

  /// All patches in one direction, in rising order.
  private func projected(
    _ picture: PictureSamples, _ filter: [Float]
  ) -> [Float] {
    var values = PatchKernel.project(picture, filter: filter, step: step)
    values.withUnsafeMutableBufferPointer { FloatSort.sort($0) }
    return values
  }

  /// Unit directions in channel × row × column, less their mean in every
  /// channel: ⟨θ, patch − mean⟩ = ⟨θ − mean, patch⟩, so the patch itself needs
  /// no change.
  private func filters(channels: Int) -> [[Float]] {
    let area = Self.side * Self.side
    var generator = SplitMix64(seed: seed)
    return (0..<projections).map { _ in
      var filter = generator.nextDirection(dimension: channels * area)
      for channel in 0..<channels {
        let part = (channel * area)..<((channel + 1) * area)
        let mean = filter[part].reduce(0, +) / Double(area)
        for index in part { filter[index] -= mean }
      }
      return filter.map { Float($0) }
    }
  }
}
