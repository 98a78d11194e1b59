/// The finite set of values that a dither may take.
///
/// The grid refines the quantizer's step into `resolution` parts: index g
/// stands for u = (2g + 1 − G) / 2G steps, symmetric around 0 and a multiple of
/// a power of two, so `Float` holds it exactly. Because the dither lies on a
/// grid, P(k | u) is a table look-up in integers. A resolution of 1 is no
/// dither at all.
public struct DitherGrid: Sendable, Hashable {
  /// G, the number of values: a power of two in 1...4096.
  public let resolution: Int

  /// How far a 32-bit word is shifted to leave an index.
  private let shift: UInt32

  /// A grid of `resolution` values.
  ///
  /// - Throws: ``QuantizationError/resolution(found:)`` unless a power of two
  ///   in 1...4096.
  public init(resolution: Int) throws(QuantizationError) {
    guard (1...4096).contains(resolution), resolution & (resolution - 1) == 0
    else { throw .resolution(found: resolution) }
    self.resolution = resolution
    shift = UInt32(32 - resolution.trailingZeroBitCount)
  }

  /// The index that a random word stands for: its top bits.
  @inline(__always)
  func index(of word: UInt32) -> Int {
    // The smart shift gives 0 for a shift of 32, as resolution 1 wants.
    Int(word >> shift)
  }

  /// The dither u of an index, in steps.
  ///
  /// - Precondition: `index` lies within 0..<resolution.
  @inline(__always)
  public func offset(_ index: Int) -> Float {
    precondition(index >= 0 && index < resolution)
    return Float(2 * index + 1 - resolution) / Float(2 * resolution)
  }
}
