import CRDC
import RDC

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The models, where the work runs, and what inputs may claim.
final class CodecHandle: Handle {
  let models: [Model]
  let execution: Execution
  let limits: Limits

  init(_ options: rdc_codec_options) throws(InterfaceError) {
    guard (0...1024).contains(options.threads) else {
      throw .argument("\(options.threads) threads")
    }
    guard options.max_pixels >= 0, options.max_memory >= 0 else {
      throw .argument("a negative limit")
    }
    let threads =
      options.threads > 0
      ? Int(options.threads) : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    execution = try library { () throws(RDCError) in
      try Execution(environment: Self.environment, threads: threads)
    }
    limits = Limits(
      maxPixels: options.max_pixels > 0
        ? Int(options.max_pixels) : Limits().maxPixels,
      maxMemory: options.max_memory > 0 ? Int(options.max_memory) : nil)
    var models = try library { () throws(RDCError) in try Model.embedded() }
    for place in 0..<options.pack_count {
      guard let packs = options.packs else {
        throw .argument("a null pointer to packs")
      }
      let bytes = try packs[place].copied
      models.append(
        try library { () throws(RDCError) in try Model(bytes) })
    }
    self.models = models
  }

  /// The one variable that the library reads.
  private static var environment: [String: String] {
    guard let value = getenv("RDC_ISA") else { return [:] }
    return ["RDC_ISA": String(cString: value)]
  }

  /// The same limits for the readers of pictures.
  var imageLimits: ImageLimits {
    ImageLimits(
      maxPixels: limits.maxPixels,
      maxBytes: min(limits.maxMemory ?? 1 << 30, 1 << 30))
  }
}
