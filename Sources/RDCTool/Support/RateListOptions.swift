import ArgumentParser
import RDC

/// At which rates pictures are measured; one kind of them.
struct RateListOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Digits: the most bits a picture, separated by commas.")
  var bits: NumberList?

  @Option(
    parsing: .unconditional,
    help: "Digits: rungs as 'rdc models' numbers them, separated by commas.")
  var rung: NumberList?

  @Option(
    name: [
      .customShort("q", allowingJoined: true), .long, .customLong("qualities"),
    ],
    parsing: .unconditional,
    help: ArgumentHelp(
      "Photos: qualities from 0 to 100, separated by commas (default: 50).",
      valueName: "list"))
  var quality: NumberList?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Photos: bits a pixel, everything in the file counted.",
      valueName: "list"))
  var bpp: NumberList?

  @Option(
    help: ArgumentHelp("Photos: bytes of each file.", valueName: "list"))
  var size: NumberList?

  func validate() throws {
    func check(
      _ list: NumberList?, _ range: ClosedRange<Double>, _ message: String
    ) throws {
      guard list?.values.allSatisfy(range.contains) != false else {
        throw ValidationError(message)
      }
    }
    let least = Double.leastNonzeroMagnitude
    try check(bits, least...1e12, "'--bits' takes numbers above 0.")
    try check(rung, 0...255, "'--rung' takes numbers from 0.")
    try check(quality, 0...100, "'--quality' takes numbers from 0 to 100.")
    try check(bpp, least...1000, "'--bpp' takes numbers above 0.")
    try check(size, 1...0x1p40, "'--size' takes numbers of bytes.")
    guard [bits, rung, quality, bpp, size].count(where: { $0 != nil }) < 2
    else {
      throw ValidationError(
        "'--bits', '--rung', '--quality', '--bpp' and '--size' exclude each "
          + "other.")
    }
  }

  /// The rates that were asked for; none if it is all the same.
  var rates: [Rate] {
    func list(_ list: NumberList?, _ rate: (Double) -> Rate) -> [Rate] {
      list?.values.map(rate) ?? []
    }
    return list(bits) { .bitsPerPicture($0) } + list(rung) { .rung(Int($0)) }
      + list(quality) { .quality($0) } + list(bpp) { .bitsPerPixel($0) }
      + list(size) { .bytes(Int($0)) }
  }
}
