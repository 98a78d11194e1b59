import Foundation
import NeuralInference
import PictureFiles
import RDC
import Support

/// The drawn digits and their golden files under `Fixtures`.
public enum Fixture {
  /// The repository's folder of fixtures.
  public static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures").path

  /// The bytes of a fixture.
  public static func bytes(_ name: String) throws -> [UInt8] {
    try BoundedFile.read("\(folder)/\(name)", limit: 1 << 24)
  }

  /// One drawn digit.
  public static func digit(_ digit: Int) throws -> PictureSet {
    PictureSet(try PNGReader.read(bytes("digits/\(digit).png")))
  }

  /// The heads of every model that the project ships.
  public static let heads: [Head] = [
    .distortion, .perceptual, .classification,
  ]

  /// Every way to run: all kernels of this processor, one thread and several.
  public static let executions: [Execution] = InstructionSet.available.flatMap {
    set in [1, 3].map { Execution(instructionSet: set, threads: $0) }
  }

  /// The fastest kernels, two threads.
  public static let execution = Execution(
    instructionSet: InstructionSet.available.last ?? .baseline, threads: 2)

  /// Digits that have golden files, two for each rung.
  public static let goldenDigits = [2, 7]
  /// The rungs of the model of digits.
  public static let rungs = 0..<4
}
