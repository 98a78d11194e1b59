import ArgumentParser
import RDC

/// At which rates photos are measured.
struct PhotoRateListOptions: ParsableArguments {
  @Option(
    name: [.short, .long, .customLong("qualities")],
    help: ArgumentHelp(
      "Photos: qualities from 0 to 100, with commas (default: 50).",
      valueName: "list"))
  var quality: NumberList?

  @Option(
    help: ArgumentHelp(
      "Photos: bits a pixel, everything in the file counted.",
      valueName: "list"))
  var bpp: NumberList?

  @Option(
    help: ArgumentHelp("Photos: bytes of each file.", valueName: "list"))
  var size: NumberList?

  @OptionGroup var limits: PhotoLimitOptions

  func validate() throws {
    if let quality, !quality.values.allSatisfy((0...100).contains) {
      throw ValidationError("'--quality' takes numbers from 0 to 100.")
    }
    if let bpp, !bpp.values.allSatisfy({ $0 > 0 && $0 <= 1000 }) {
      throw ValidationError("'--bpp' takes numbers above 0.")
    }
    if let size, !size.values.allSatisfy({ $0 >= 1 && $0 <= 0x1p40 }) {
      throw ValidationError("'--size' takes numbers of bytes.")
    }
    guard [quality, bpp, size].count(where: { $0 != nil }) < 2 else {
      throw ValidationError(
        "'--quality', '--bpp' and '--size' exclude each other.")
    }
  }

  /// The rates, each with its name.
  var rates: [(name: String, rate: LatentFieldOptions.Rate)] {
    if let bpp {
      return bpp.values.map { ("\($0.short) bpp", .bitsPerPixel($0)) }
    }
    if let size {
      return size.values.map { ("\($0.short) bytes", .bytes(Int($0))) }
    }
    return (quality?.values ?? [50]).map {
      ("quality \($0.short)", .quality($0))
    }
  }
}

extension Double {
  /// Whole numbers without a point.
  fileprivate var short: String {
    self == rounded() && abs(self) < 0x1p53 ? "\(Int(self))" : "\(self)"
  }
}
