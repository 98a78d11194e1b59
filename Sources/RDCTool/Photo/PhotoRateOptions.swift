import ArgumentParser
import RDC

/// How large a photo's file shall be, and what goes into it.
struct PhotoRateOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "Photos: quality from 0 to 100 (default: 50).")
  var quality: Double?

  @Option(
    help: ArgumentHelp(
      "Photos: bits a pixel, everything in the file counted.", valueName: "n"))
  var bpp: Double?

  @Option(help: ArgumentHelp("Photos: bytes of the file.", valueName: "bytes"))
  var size: Int?

  @Flag(help: "Photos: leave out ICC profile and Exif.")
  var strip = false

  @OptionGroup var limits: PhotoLimitOptions

  func validate() throws {
    if let quality, !(0...100).contains(quality) {
      throw ValidationError("'--quality' takes a number from 0 to 100.")
    }
    if let bpp, !(bpp > 0 && bpp <= 1000) {
      throw ValidationError("'--bpp' takes a number above 0.")
    }
    if let size, !(1...(1 << 40)).contains(size) {
      throw ValidationError("'--size' takes a number of bytes.")
    }
    let given = [quality != nil, bpp != nil, size != nil].count { $0 }
    guard given < 2 else {
      throw ValidationError(
        "'--quality', '--bpp' and '--size' exclude each other.")
    }
  }

  /// Whether nothing was asked for that digits do not have.
  var isDefault: Bool { quality == nil && bpp == nil && size == nil }

  /// Whether several files are tried.
  var searches: Bool { bpp != nil || size != nil }

  var imageLimits: ImageLimits { limits.imageLimits }

  func options(seed: UInt64, effort: Int) -> LatentFieldOptions {
    let rate: LatentFieldOptions.Rate =
      if let bpp {
        .bitsPerPixel(bpp)
      } else if let size {
        .bytes(size)
      } else {
        .quality(quality ?? 50)
      }
    return LatentFieldOptions(
      rate: rate, seed: seed, effort: effort, stripsMetadata: strip,
      limits: limits.limits)
  }
}
