import Foundation

/// What libFuzzer calls. The target is named by `RDC_FUZZ_TARGET`; its seeds
/// are written where `RDC_FUZZ_SEEDS` says.
enum LibFuzzer {
  /// The target of this process.
  static let target = FuzzTarget.named(
    ProcessInfo.processInfo.environment["RDC_FUZZ_TARGET"] ?? "")

  /// Writes the seeds as files, named by their numbers.
  static func writeSeeds() throws {
    guard let folder = ProcessInfo.processInfo.environment["RDC_FUZZ_SEEDS"]
    else { return }
    for (number, seed) in (try target?.seeds() ?? []).enumerated() {
      try Data(seed).write(
        to: URL(filePath: folder).appending(path: "seed-\(number)"))
    }
  }
}

/// Before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func fuzzerInitialize(
  _ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  guard LibFuzzer.target != nil else {
    fatalError("RDC_FUZZ_TARGET names no target")
  }
  do { try LibFuzzer.writeSeeds() } catch { fatalError("\(error)") }
  return 0
}

/// Each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzerTestOneInput(
  _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
  LibFuzzer.target?.run(
    Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
