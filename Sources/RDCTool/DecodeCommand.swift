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
      'digit.distortion.png'; with -o ending in .ppm, .pgm or .pnm it is \
      written so. An archive becomes a folder of PNGs, or an IDX file if OUT \
      ends in '-idx3-ubyte' or '-idx3-ubyte.gz'. Of several files, or of a \
      folder of them, -o names the folder to write into. Other files in a \
      folder are never touched.
      """)

  @Argument(
    help: "Files or folders to decode; '-' is standard input.",
    completion: .file(extensions: ["rdc"]))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "What the picture is faithful to: a head that 'rdc models' lists, such as distortion, perceptual or classification (default: distortion).",
      valueName: "name"),
    completion: .list(["distortion", "perceptual", "classification"]))
  var head: Head?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "From 0, the distortion head, to 1, the chosen head (default: 1).",
      valueName: "t"))
  var strength: Float?

  @Option(help: "Decode only this picture of an archive, counted from 0.")
  var pick: Int?

  @Option(
    help: ArgumentHelp(
      "Read photos at 1/2, 1/4, 1/8 … of their size, the largest whose sides have at most so many pixels.",
      valueName: "n"))
  var maxSide: Int?

  @Option(
    name: [.customShort("o"), .long],
    help: "File or folder to write; '-' is standard output.")
  var output: String?

  @Flag(name: .shortAndLong, help: "Overwrite existing files.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Write nothing; check that the pixels of one file have this SHA-256.",
      valueName: "digest"))
  var verify: String?

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !files.isEmpty else {
      throw ValidationError("Name at least one file.")
    }
    guard head?.rawValue.isEmpty != true else {
      throw ValidationError("'--head' takes the name of a head.")
    }
    if let verify {
      guard PixelDigest(verify) != nil else {
        throw ValidationError(
          "'--verify' takes a SHA-256: 64 hexadecimal digits.")
      }
      guard output == nil else {
        throw ValidationError("'--verify' writes nothing: leave out '-o'.")
      }
    }
    if let maxSide, maxSide < 1 {
      throw ValidationError("'--max-side' takes a number above 0.")
    }
    if let strength {
      guard (0...1).contains(strength) else {
        throw ValidationError("'--strength' takes a number from 0 to 1.")
      }
      guard head != nil, head != .distortion else {
        throw ValidationError(
          "'--strength' goes from the distortion head to another one: name "
            + "that with '--head'.")
      }
    }
  }

  func run() throws {
    let execution = try common.execution()
    let hasFolder = files.contains { $0 != "-" && Folder.exists($0) }
    let inputs = try InputFiles(files, endings: [".rdc"]).files
    if let digest = verify.flatMap(PixelDigest.init) {
      guard inputs.count == 1 else {
        throw UsageFailure("'--verify' checks one file at a time")
      }
      return try verify(inputs[0], digest, execution)
    }
    let plan = OutputPlan(
      output, isMany: inputs.count > 1 || hasFolder, oneFileEndings: ["-"])
    if inputs.count > 1, plan.target == .file("-") {
      throw UsageFailure(
        "several files need a folder; name one with --output")
    }
    let clash = OutputPlan.clash(
      inputs.map { ($0.path, plan.path(for: $0) { $0 }) })
    if let clash, inputs.count > 1 {
      throw UsageFailure(
        "'\(clash.first)' and '\(clash.second)' would both be written to "
          + "'\(clash.output)'")
    }
    try Batch(console: common.console, what: "Decoding").run(
      inputs, threads: execution.threads
    ) { input, threads in
      try decode(
        input, plan,
        Execution(
          instructionSet: execution.instructionSet, threads: threads),
        isAlone: inputs.count == 1)
    }
  }

  private func decode(
    _ input: InputFiles.File, _ plan: OutputPlan, _ execution: Execution,
    isAlone: Bool
  ) throws {
    let (content, target, line) = try read(
      input, plan, execution, isAlone: isAlone)
    switch content {
    case .picture(let picture, let name): try target.write(picture, of: name)
    case .set(let pictures): try target.write(pictures)
    }
    common.console.status(line)
  }

  /// What is written of a file: of one picture its samples alone, so that
  /// nothing that they were made of is kept meanwhile.
  private enum Content {
    case picture(Picture, of: String)
    case set(DecodedPictures)
  }

  /// Reads what is written, and tells where it goes and what to say of it.
  private func read(
    _ input: InputFiles.File, _ plan: OutputPlan, _ execution: Execution,
    isAlone: Bool
  ) throws -> (content: Content, target: DecodeTarget, line: String) {
    let head = head ?? .distortion
    let (name, decoder) = try open(input, execution)
    let single = !decoder.isSet || pick != nil
    // The folder of a single set is the one that is named.
    let folder = isAlone && !single ? output : nil
    let path =
      folder
      ?? plan.path(for: input) {
        OutputName.decoded($0, head: head, single: single)
      }
    let target = DecodeTarget(
      path: path, isSingle: single, force: force,
      console: common.console, isAlone: isAlone, threads: execution.threads)
    try plan.prepare(path)
    // Asked before the work, so that nothing is computed in vain.
    try target.check()
    let reader = try naming(name) {
      try decoder.reader(of: head, strength: strength ?? 1)
    }
    let line =
      "\(path): \(summary(decoder, single)), \(head) head"
      + (strength.map { $0 == 1 ? "" : " at strength \($0)" } ?? "")
    guard single else {
      let pictures = DecodedPictures(decoder, reader, execution, path: name)
      return (.set(pictures), target, line)
    }
    let picture = try naming(name) {
      try reader.pictures(pick: pick, execution).picture(at: 0)
    }
    return (.picture(picture, of: name), target, line)
  }

  /// Decodes a file as far as all heads have it in common.
  private func open(
    _ input: InputFiles.File, _ execution: Execution
  ) throws -> (name: String, decoder: Decoder) {
    let bytes = try InputBytes.read(input.path)
    let name = input.path == "-" ? "standard input" : input.path
    let decoder = try naming(name) {
      try Decoder(
        bytes, models: common.models(toRead: bytes), maxSide: maxSide,
        limits: limits.limits, execution: execution)
    }
    return (name, decoder)
  }

  private func verify(
    _ input: InputFiles.File, _ digest: PixelDigest, _ execution: Execution
  ) throws {
    let head = head ?? .distortion
    let (name, decoder) = try open(input, execution)
    let reader = try naming(name) {
      try decoder.reader(of: head, strength: strength ?? 1)
    }
    let found =
      if !decoder.isSet || pick != nil {
        try naming(name) {
          PixelDigest(try reader.pictures(pick: pick, execution).picture(at: 0))
        }
      } else {
        try PixelDigest(DecodedPictures(decoder, reader, execution, path: name))
      }
    try digest.check(found, of: name, head: head)
    common.console.status(
      "\(name): the pixels of the \(head) head are as expected")
  }

  private func summary(_ decoder: Decoder, _ single: Bool) -> String {
    let size = "\(decoder.opened.width)×\(decoder.opened.height) pixels"
    return single ? size : "\(decoder.count) pictures of \(size)"
  }
}

extension Head: ExpressibleByArgument {
  /// Any name; which heads there are, the file's model says.
  public init?(argument: String) { self.init(rawValue: argument) }
}
