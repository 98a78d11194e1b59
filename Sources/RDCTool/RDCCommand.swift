import ArgumentParser
import RDC

/// `rdc`: the command line's root.
@main
struct RDCCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rdc",
    abstract: "One picture file, read for pixels, look or meaning.",
    discussion: """
      One encoder writes a real .rdc file. Whoever reads it chooses a head: \
      the closest pixels (distortion), the most natural picture (perceptual), \
      or the one that a classifier reads best (classification), all from the \
      same bytes.
      """,
    version: Release.version,
    subcommands: [
      EncodeCommand.self, DecodeCommand.self, ClassifyCommand.self,
      InfoCommand.self, MeasureCommand.self, ModelsCommand.self,
      BenchCommand.self, DrawCommand.self, TheoryCommand.self,
    ])

  /// Runs the command line.
  static func main() {
    Execution.keepFreedMemory()
    main(nil)
  }
}
