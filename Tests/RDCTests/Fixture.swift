import Foundation
import ImageIO
import NeuralInference
import RDC
import Testing

/// The drawn digits and their golden files under `Fixtures`.
enum Fixture {
  /// The repository's folder of fixtures.
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures").path

  static func bytes(_ name: String) throws -> [UInt8] {
    try BoundedFile.read("\(folder)/\(name)", limit: 1 << 24)
  }

  /// One drawn digit.
  static func digit(_ digit: Int) throws -> IDXImages {
    try Model.embedded(named: "digits").grayPicture(
      PNGReader.read(bytes("digits/\(digit).png")))
  }

  /// Every way to run: all kernels of this processor, one thread and several.
  static let executions: [Execution] = InstructionSet.available.flatMap { set in
    [1, 3].map { Execution(instructionSet: set, threads: $0) }
  }

  static let execution = Execution(
    instructionSet: InstructionSet.available.last ?? .baseline, threads: 2)

  /// Digits that have golden files, two for each rung.
  static let goldenDigits = [2, 7]
  static let rungs = 0..<4
}

extension Execution: CustomTestStringConvertible {
  /// What a test's report calls it.
  public var testDescription: String {
    "\(instructionSet.rawValue), \(threads) threads"
  }
}
