import ArgumentParser
import RDC
import Support

/// `rdc encode`: pictures to `.rdc` files.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Encode pictures into .rdc files.",
    discussion: """
      INPUT is a PNG, PPM or PGM, a folder of them, or an IDX file (also .gz); \
      '-' is standard input. The model is the one that codes pictures of this \
      very size, so that gray pictures of 28×28 are digits, else one that \
      codes any size, unless --model says otherwise. Each picture gets a file \
      beside it, 'digit.png' becomes 'digit.rdc'; with -o naming a folder it \
      goes there, and the tree of a folder is kept. With -o ending in '.rdc' \
      several digits go into one archive, as the digits of a folder do.
      """)

  @Argument(
    help: "Pictures, folders or IDX files; '-' is standard input.",
    completion: .file())
  var inputs: [String]

  @Option(
    name: [.customShort("o"), .long],
    help: "The file or folder to write; '-' is standard output.")
  var output: String?

  @Option(help: "The model to use; see 'rdc models'.")
  var model: String?

  @OptionGroup var rate: RateOptions

  @Option(help: "The seed of the shared dither.")
  var seed: UInt64 = 0

  @Option(
    name: [.customShort("e", allowingJoined: true), .long],
    parsing: .unconditional,
    help: """
      0 is a single pass; from 1 on the encoder searches, from 6 on a \
      classifier guides it.
      """)
  var effort = 5

  @Flag(
    name: .customLong("no-statement"),
    help: "Photos: leave classifiers out of it.")
  var statesNothing = false

  @Flag(help: "Leave out ICC profile and Exif; the pixels are turned upright.")
  var strip = false

  @Flag(
    inversion: .prefixedNo,
    help: "Archives: keep the pictures' names (default for folders).")
  var names: Bool?

  @Flag(name: .shortAndLong, help: "Overwrite existing files.")
  var force = false

  @Flag(help: "Print what was written as JSON.")
  var json = false

  @OptionGroup var limits: LimitOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !inputs.isEmpty else {
      throw ValidationError("Name at least one input.")
    }
    guard (0...9).contains(effort) else {
      throw ValidationError("'--effort' takes a number from 0 to 9.")
    }
  }

  func run() throws {
    let context = EncodeContext(
      command: self, models: try common.choice(named: model),
      instructionSet: try common.execution().instructionSet)
    let plan = try EncodePlan(inputs, output: output, context)
    try NamePlan(wish: names).check(plan.jobs)
    let reports = try Batch(console: common.console, what: "Encoding").run(
      plan.jobs, threads: common.execution().threads
    ) { job, threads in
      try context.encode(
        job, plan.output, threads: threads, isAlone: plan.jobs.count == 1)
    }
    guard json else { return }
    let values = reports.map(\.json)
    common.console.result(
      (plan.jobs.count == 1 ? values[0] : .array(values)).text)
  }
}
