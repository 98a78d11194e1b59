/// The dither of a file: one grid index for each latent of each picture.
///
/// Both directions draw the same indices from the seed, so none is sent. The
/// index of latent i is the top bits of word i mod 4 of the Philox block with
/// counter (i / 4, picture low, picture high, 0) under the seed as key.
public struct Dither: Sendable, Hashable {
  /// The values that the dither may take.
  public let grid: DitherGrid

  private let source: CommonRandomness

  /// The dither that a seed gives.
  public init(seed: UInt64, grid: DitherGrid) {
    self.grid = grid
    source = CommonRandomness(seed: seed, stream: 0)
  }

  /// The seed; 0 unless the file carries one.
  public var seed: UInt64 { source.seed }

  /// The grid indices of a picture's latents, each in 0..<resolution.
  ///
  /// - Parameters:
  ///   - picture: the number of the picture in its file, from 0.
  ///   - latents: the latents wanted, within 0..<2^34.
  /// - Returns: one index for each latent.
  public func indices(picture: UInt64, _ latents: Range<Int>) -> [UInt16] {
    var indices: [UInt16] = []
    indices.reserveCapacity(latents.count)
    source.forEachWord(picture: picture, in: latents) {
      indices.append(UInt16(truncatingIfNeeded: grid.index(of: $0)))
    }
    return indices
  }

  /// The dither of an index, in steps.
  public func offset(_ index: UInt16) -> Float { grid.offset(Int(index)) }
}
