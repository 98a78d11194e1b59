import RDC
import Support
import TestSupport

/// What files and pictures are read with. The photos' pack is a small one of
/// drawn weights: it runs every part of the path, thousands of times a second.
enum FuzzModels {
  static let execution = Execution(
    instructionSet: InstructionSet.available.last ?? .baseline, threads: 1)

  /// Nothing honest in a few kilobytes needs more.
  static let limits = Limits(maxPixels: 1 << 20, maxMemory: 1 << 28)

  /// Pixels that a head is run for; what is larger is decoded alone.
  static let readPixels = 1 << 14

  /// The model of digits inside the program.
  static func digits() throws -> Model { try embedded.get() }

  /// The small model of photos.
  static func photos() throws -> Model { try TinyFieldPack.model.get() }

  private static let embedded = Result { try Model.embedded(named: "digits") }

  /// A picture of photos' kind, all noise.
  static func noise(width: Int, height: Int) -> Picture {
    var random = SplitMix64(seed: 5)
    return Picture(
      width: width, height: height, colorSpace: .rgb,
      samples: random.bytes(3 * width * height))
  }
}
