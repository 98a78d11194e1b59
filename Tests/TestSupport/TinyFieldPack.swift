import Foundation
import ModelPack
import RDC
import Support

/// A small pack of photos, made of drawn weights: it compresses badly, but
/// runs every part of the path.
public enum TinyFieldPack {
  /// Channels of each coding group of the cells; the first two are references,
  /// and the third has a mean.
  public static let coarse = [1, 2, 3, 42]
  /// Those of the blocks; the first two have means.
  public static let fine = [2, 1, 3, 5]
  /// Latents that a head reads a block: three means and the fine ones.
  public static let channels = 3 + fine.reduce(0, +)
  /// Hidden values of the contexts' networks.
  public static let hidden = 8
  /// Quality indices.
  public static let qualities = 129
  /// Widths of cells, as powers of two.
  public static let shifts: [UInt8] = [0, 0, 0, 0, 1, 3]
  /// Cells with a part of their own.
  public static let radii: [UInt8] = [2, 3, 8, 20, 20, 31]
  /// Amplitudes of the dither.
  public static let dithers: [UInt8] = [0, 0, 32, 64, 64, 17]

  /// The pack, read back from its bytes.
  public static let model = Result { try Model(bytes()) }

  /// The names of its tensors.
  public static let tensors: [String] = {
    var names: [String] = []
    _ = bytes { names = $0.header.keys.sorted() }
    return names
  }()

  /// The bytes of the pack's file.
  public static func bytes(change: (inout Builder) -> Void = { _ in })
    -> [UInt8]
  {
    var builder = Builder()
    addTransforms(&builder)
    addContexts(&builder)
    addTables(&builder)
    change(&builder)
    return ZstdFrame.compress(builder.file(), level: 3)
  }
}
