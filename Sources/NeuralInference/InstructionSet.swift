import CKernels

/// The instructions that the kernels use; the results are the same bits.
public enum InstructionSet: String, Sendable, CaseIterable, Codable {
  /// What every processor of the architecture has: SSE2 and a fused
  /// multiply-add in software on x86-64, NEON on aarch64.
  case baseline
  /// AVX2 and FMA (x86-64).
  case avx2
  /// AVX-512F (x86-64).
  case avx512

  /// The instruction sets of this processor, slowest first.
  public static var available: [InstructionSet] {
    allCases.filter { rdc_isa_available($0.code) != 0 }
  }

  /// The instruction set to use: the one that the variable `RDC_ISA` names, or
  /// the fastest one there is.
  ///
  /// - Throws: `InferenceError.unknownInstructionSet` or
  ///   `InferenceError.instructionSetUnavailable`; a wish that cannot be met is
  ///   never ignored.
  public static func resolve(
    environment: [String: String]
  ) throws(InferenceError) -> InstructionSet {
    guard let name = environment["RDC_ISA"] else {
      return available.last ?? .baseline
    }
    guard let wish = InstructionSet(rawValue: name) else {
      throw .unknownInstructionSet(name)
    }
    guard available.contains(wish) else {
      throw .instructionSetUnavailable(wish)
    }
    return wish
  }

  /// The number that the C kernels know it by.
  public var code: Int32 {
    switch self {
    case .baseline: Int32(RDC_ISA_BASELINE)
    case .avx2: Int32(RDC_ISA_AVX2)
    case .avx512: Int32(RDC_ISA_AVX512)
    }
  }
}
