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

  @Option(help: "What the picture shall be faithful to: \(Head.list).")
  var head = Head.distortion

  @Option(
    help: ArgumentHelp(
      "From 0, the distortion head, to 1, the chosen head.", valueName: "t"))
  var strength: Float = 1

  @Option(help: "Decode this picture of an archive alone, counted from 0.")
  var pick: Int?

  @Option(
    name: [.customShort("o"), .long],
    help: "File or folder to write; '-' is standard output.")
  var output: String?

  @Flag(name: .shortAndLong, help: "Overwrite existing files.")
  var force = false

  @OptionGroup var limits: PhotoLimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !files.isEmpty else {
      throw ValidationError("Name at least one file.")
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
        try FileDecoder(
          bytes, models: common.models(toRead: bytes), limits: limits.limits,
          execution: execution)
      }
      switch decoder {
      case .latents(let decoder):
        let images = try naming(file) {
          try decoder.pictures(
            head: head, strength: strength, pick: pick, execution: execution)
        }
        let single = !decoder.isArchive || pick != nil
        let path =
          output ?? OutputName.decoded(file, head: head, single: single)
        try write(images, to: path, single: single)
      case .photo(let decoder):
        try write(decoder, from: file, execution: execution)
      }
    }
  }

  /// A photo, as a PNG.
  private func write(
    _ decoder: LatentFieldDecoder, from file: String, execution: Execution
  ) throws {
    let path = output ?? OutputName.decoded(file, head: head, single: true)
    try OutputFile.checkWritable(path, force: force)
    let bytes = try naming(file) {
      if let pick, pick != 0 {
        throw RDCError.noSuchPicture(index: pick, count: 1)
      }
      return try PNGWriter.write(
        decoder.picture(head: head, strength: strength, execution: execution),
        compression: .fast)
    }
    try OutputFile.write(bytes, to: path, force: force)
    tell(path, "\(decoder.width)×\(decoder.height) pixels")
  }

  private func tell(_ path: String, _ what: String) {
    common.console.status(
      "\(path): \(what), \(head.rawValue) head"
        + (strength == 1 || head == .distortion
          ? "" : " at strength \(strength)"))
  }

  private func write(
    _ images: IDXImages, to path: String, single: Bool
  ) throws {
    if IDXName.matches(path) {
      try OutputFile.checkWritable(path, force: force)
      let bytes = images.serialize()
      try OutputFile.write(
        IDXName.isGzipped(path) ? Gzip.deflate(bytes) : bytes, to: path,
        force: force)
    } else if single {
      try OutputFile.checkWritable(path, force: force)
      try OutputFile.write(
        PNGWriter.write(images.picture(at: 0)), to: path, force: force)
    } else if path == "-" {
      throw ValidationError(
        "An archive needs a folder or an IDX file; name one with --output.")
    } else {
      try writeFolder(images, to: path)
    }
    tell(
      path,
      "\(images.count) \(images.count == 1 ? "picture" : "pictures")")
  }

  private func writeFolder(_ images: IDXImages, to path: String) throws {
    let digits = String(max(0, images.count - 1)).count
    let meter = common.console.progress("Writing", total: images.count)
    defer { meter?.finish() }
    let names = (0..<images.count).map { index in
      let number = String(index)
      return String(repeating: "0", count: digits - number.count) + number
        + ".png"
    }
    try OutputFile.writeFolder(path, names: names, force: force) { index in
      meter?.show(index + 1)
      return try PNGWriter.write(images.picture(at: index))
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
  /// All heads' names, for help texts.
  static var list: String {
    allCases.map(\.rawValue).joined(separator: ", ")
  }
}
