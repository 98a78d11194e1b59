import ArgumentParser
import RDC
import Support

/// `rdc decode`: `.rdc` files to pictures, with the reader's head.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Decode .rdc files with the head of your choice.",
    discussion: """
      One picture is written as PNG, 'digit.rdc' becomes \
      'digit.distortion.png'. An archive becomes a folder of PNGs, or an IDX \
      file if OUT ends in '-idx3-ubyte' or '-idx3-ubyte.gz'.
      """)

  @Argument(help: "Files to decode; '-' is standard input.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "What the picture is faithful to: a head that 'rdc models' lists, such as distortion, perceptual or classification.",
      valueName: "name"))
  var head = Head.distortion

  @Option(
    help: ArgumentHelp(
      "From 0, the distortion head, to 1, the chosen head.", valueName: "t"))
  var strength: Float = 1

  @Option(help: "Decode only this picture of an archive, counted from 0.")
  var pick: Int?

  @Option(
    name: [.customShort("o"), .long],
    help: "File or folder to write; '-' is standard output.")
  var output: String?

  @Flag(name: .shortAndLong, help: "Overwrite existing files.")
  var force = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !files.isEmpty else {
      throw ValidationError("Name at least one file.")
    }
    guard !head.rawValue.isEmpty else {
      throw ValidationError("'--head' takes the name of a head.")
    }
    guard (0...1).contains(strength) else {
      throw ValidationError("'--strength' takes a number from 0 to 1.")
    }
    if output != nil, files.count > 1 {
      throw ValidationError("'--output' names one result; decode one file.")
    }
  }

  func run() throws {
    let execution = try common.execution()
    for file in files {
      let bytes = try InputBytes.read(file)
      let decoder = try naming(file) {
        try Decoder(
          bytes, models: common.models(toRead: bytes), limits: limits.limits,
          execution: execution)
      }
      let single = !decoder.isSet || pick != nil
      let path = output ?? OutputName.decoded(file, head: head, single: single)
      // Asked before the work, so that nothing is computed in vain.
      if single || IDXName.matches(path) {
        try OutputFile.checkWritable(path, force: force)
      }
      let pictures = try naming(file) {
        try decoder.pictures(
          head: head, strength: strength, pick: pick, execution: execution)
      }
      try write(pictures, to: path, single: single)
    }
  }

  private func write(
    _ pictures: PictureSet, to path: String, single: Bool
  ) throws {
    if IDXName.matches(path) {
      guard let images = pictures.idx else {
        throw FileFailure(
          path: path, reason: "an IDX file holds gray pictures alone")
      }
      let bytes = images.serialize()
      try OutputFile.write(
        IDXName.isGzipped(path) ? Gzip.deflate(bytes) : bytes, to: path,
        force: force)
    } else if single {
      try OutputFile.write(
        pictures.png(at: 0), to: path, force: force)
    } else if path == "-" {
      throw ValidationError(
        "An archive needs a folder or an IDX file; name one with --output.")
    } else {
      try writeFolder(pictures, to: path)
    }
    let size = "\(pictures.width)×\(pictures.height) pixels"
    common.console.status(
      "\(path): "
        + (single ? size : "\(pictures.count) pictures of \(size)")
        + ", \(head) head"
        + (strength == 1 || head == .distortion
          ? "" : " at strength \(strength)"))
  }

  private func writeFolder(_ pictures: PictureSet, to path: String) throws {
    let digits = String(max(0, pictures.count - 1)).count
    let meter = common.console.progress("Writing", total: pictures.count)
    defer { meter?.finish() }
    let names = (0..<pictures.count).map { index in
      let number = String(index)
      return String(repeating: "0", count: digits - number.count) + number
        + ".png"
    }
    try OutputFile.writeFolder(path, names: names, force: force) { index in
      meter?.show(index + 1)
      return try pictures.png(at: index)
    }
  }
}

/// Output names that ask for an IDX file.
private enum IDXName {
  static func matches(_ path: String) -> Bool {
    path.hasSuffix("-idx3-ubyte") || isGzipped(path)
  }

  static func isGzipped(_ path: String) -> Bool {
    path.hasSuffix("-idx3-ubyte.gz")
  }
}

extension Head: ExpressibleByArgument {
  /// Any name; which heads there are, the file's model says.
  public init?(argument: String) { self.init(rawValue: argument) }
}
