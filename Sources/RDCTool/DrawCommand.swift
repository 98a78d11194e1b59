import ArgumentParser
import RDC
import Samples

/// `rdc draw`: digit-like pictures of the project's own.
struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw pictures to try the codec with.",
    discussion: """
      The drawings come from a small generator, not from a data set: bent, \
      slanted strokes of random width. OUT ending in '-idx3-ubyte' takes any \
      number of pictures, and their labels beside it. With --scene the picture \
      is a landscape in colour.
      """)

  @Argument(
    help: "A PNG, PPM or PGM, or an IDX file that ends in '-idx3-ubyte'.")
  var output: String

  @Option(help: "The digit to draw (default: all in turn).")
  var digit: Int?

  @Option(
    help: ArgumentHelp(
      "Draw a scene of so many pixels, for example 768x512.",
      valueName: "WxH"))
  var scene: PictureSize?

  @Option(help: "How many pictures to draw.")
  var count = 1

  @Option(help: "What the bends and slants follow from.")
  var seed: UInt64 = 1

  @Flag(name: .shortAndLong, help: "Overwrite existing files.")
  var force = false

  func validate() throws {
    if let digit, !(0...9).contains(digit) {
      throw ValidationError("'--digit' takes a number from 0 to 9.")
    }
    guard (1...1_000_000).contains(count) else {
      throw ValidationError("'--count' takes a number from 1 to 1000000.")
    }
    if scene != nil, digit != nil || count != 1 || isSet {
      throw ValidationError("'--scene' draws one picture into a PNG.")
    }
    guard count == 1 || isSet else {
      throw ValidationError("Several pictures need an '-idx3-ubyte' file.")
    }
  }

  private var isSet: Bool { output.hasSuffix("-idx3-ubyte") }

  func run() throws {
    let format = try PictureOutput(path: output)
    // Asked before the work, so that nothing is computed in vain.
    try OutputFile.checkWritable(output, force: force)
    if let scene {
      let picture = ScenePainter(seed: seed).picture(
        width: scene.width, height: scene.height)
      return try write(picture, as: format)
    }
    let (images, labels) = DigitPainter.set(
      count: count, digit: digit, seed: seed)
    guard isSet else { return try write(images.picture(at: 0), as: format) }
    let stem = output.dropLast("-idx3-ubyte".count)
    let labelPath =
      (stem.hasSuffix("-images") ? stem.dropLast("images".count) : stem + "-")
      + "labels-idx1-ubyte"
    try OutputFile.checkWritable(String(labelPath), force: force)
    try OutputFile.write(images.serialize(), to: output, force: force)
    try OutputFile.write(
      labels.serialize(), to: String(labelPath), force: force)
    tell(
      "\(output): \(count) pictures of \(images.width)×\(images.height) pixels")
    tell("\(labelPath): \(count) labels")
  }

  private func write(_ picture: Picture, as format: PictureOutput) throws {
    try OutputFile.write(
      format.bytes(of: picture), to: output, force: force)
    tell("\(output): 1 picture of \(picture.width)×\(picture.height) pixels")
  }

  private func tell(_ line: String) { Console(quiet: false).status(line) }
}
