import CKernels
import NeuralInference
import Support

/// 8-bit samples and the values on [0, 1] that networks read; inverses.
enum SampleScale {
  /// The value of each 8-bit sample.
  private static let steps = (0...255).map { Float($0) / 255 }

  static func values(_ samples: some Collection<UInt8>) -> [Float] {
    steps.withUnsafeBufferPointer { steps in
      samples.map { steps[Int($0)] }
    }
  }

  /// Writes the nearest samples from `offset` on; values outside [0, 1] are
  /// clipped.
  static func samples(
    _ values: [Float], into output: SharedBuffer<UInt8>, at offset: Int,
    instructionSet: InstructionSet
  ) {
    let target = output.part(offset..<offset + values.count)
    values.withUnsafeBufferPointer { values in
      if let source = values.baseAddress {
        rdc_samples(
          instructionSet.code, source, target, Int64(values.count))
      }
    }
  }
}
