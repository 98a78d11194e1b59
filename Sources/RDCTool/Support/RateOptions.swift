import ArgumentParser
import RDC

/// How many bits a file may have; at most one of them.
struct RateOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Digits: the most bits a picture, everything in the file counted; for one digit by itself, its payload.",
      valueName: "n"))
  var bits: Double?

  @Option(help: "Digits: the rung to take, as 'rdc models' numbers them.")
  var rung: Int?

  @Option(
    name: [.customShort("q", allowingJoined: true), .long],
    parsing: .unconditional,
    help: "Photos: quality from 0 to 100 (default: 50).")
  var quality: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Photos: bits a pixel, everything in the file counted.", valueName: "n"))
  var bpp: Double?

  @Option(
    help: ArgumentHelp(
      "Photos: bytes of the file, such as 50000, 50k or 1.5M.",
      valueName: "bytes"))
  var size: ByteSize?

  func validate() throws {
    if let bits, !(bits > 0 && bits.isFinite) {
      throw ValidationError("'--bits' takes a number above 0.")
    }
    if let quality, !(0...100).contains(quality) {
      throw ValidationError("'--quality' takes a number from 0 to 100.")
    }
    if let bpp, !(bpp > 0 && bpp <= 1000) {
      throw ValidationError("'--bpp' takes a number above 0.")
    }
    guard rates.count < 2 else {
      throw ValidationError(
        "'--bits', '--rung', '--quality', '--bpp' and '--size' exclude each "
          + "other.")
    }
  }

  private var rates: [Rate] {
    [
      bits.map { .bitsPerPicture($0) }, rung.map { .rung($0) },
      quality.map { .quality($0) }, bpp.map { .bitsPerPixel($0) },
      size.map { .bytes($0.bytes) },
    ].compactMap { $0 }
  }

  /// The rate that was asked for.
  var rate: Rate { rates.first ?? .standard }
}
