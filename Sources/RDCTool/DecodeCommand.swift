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
    let context = DecodeContext(command: self)
    if let digest = verify.flatMap(PixelDigest.init) {
      guard inputs.count == 1 else {
        throw UsageFailure("'--verify' checks one file at a time")
      }
      return try context.verify(inputs[0], digest, execution)
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
      try context.decode(
        input, plan,
        Execution(
          instructionSet: execution.instructionSet, threads: threads),
        isAlone: inputs.count == 1)
    }
  }
}

extension Head: ExpressibleByArgument {
  /// Any name; which heads there are, the file's model says.
  public init?(argument: String) { self.init(rawValue: argument) }
}
