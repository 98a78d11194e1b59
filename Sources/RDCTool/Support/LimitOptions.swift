import ArgumentParser
import RDC

/// What a picture or a file may claim.
struct LimitOptions: ParsableArguments {
  @Option(help: "The most pixels of a picture (default: 268 million).")
  var maxPixels: Int?

  @Option(
    help: ArgumentHelp(
      "The most memory that a picture may take (default: no limit).",
      valueName: "MiB"))
  var maxMemory: Int?

  func validate() throws {
    if let maxPixels, maxPixels < 1 {
      throw ValidationError("'--max-pixels' takes a number above 0.")
    }
    if let maxMemory, !(1...(1 << 24)).contains(maxMemory) {
      throw ValidationError("'--max-memory' takes a number of MiB.")
    }
  }

  var limits: Limits {
    Limits(
      maxPixels: maxPixels ?? ImageLimits().maxPixels,
      maxMemory: maxMemory.map { $0 << 20 })
  }

  /// The same for the readers of pictures.
  var imageLimits: ImageLimits {
    ImageLimits(maxPixels: limits.maxPixels, maxBytes: inputBytes)
  }

  /// The most bytes of an input: they lie in memory, too.
  var inputBytes: Int {
    min(limits.maxMemory ?? InputBytes.limit, InputBytes.limit)
  }
}
