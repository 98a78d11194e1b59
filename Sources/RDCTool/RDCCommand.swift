import ArgumentParser
import CAllocation
import RDC
import Support
import Theory

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

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

      The networks and tables that write and read files are models; a model \
      comes as a pack. Its rates are qualities from 0 to 100 (photos) or \
      numbered rungs (digits). What the pictures themselves take of a file is \
      its payload; a header, a checksum and sections such as metadata are the \
      rest.
      """,
    version: Release.version,
    subcommands: [
      EncodeCommand.self, DecodeCommand.self, ClassifyCommand.self,
      InfoCommand.self, CompareCommand.self, MeasureCommand.self,
      ModelsCommand.self, BenchCommand.self, DrawCommand.self,
      TheoryCommand.self,
    ])

  /// What every command takes before it knows how much its work will.
  private static let leastMemory = 32 << 20

  /// Runs the command line.
  static func main() {
    rdc_exit_without_memory()
    guard AvailableMemory.has(leastMemory) else {
      Console(quiet: false).error(
        "\(RDCError.outOfMemory(needed: leastMemory))")
      endProcess(EXIT_FAILURE)
    }
    Execution.keepFreedMemory()
    Execution.useLargePages()
    endProcess(status(of: Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs one command and tells what it throws: 0 done, 1 failed, 64 usage.
  private static func status(of arguments: [String]) -> Int32 {
    let console = Console(quiet: false)
    var command: any ParsableCommand
    do {
      let names = configuration.subcommands.map { $0._commandName }
      command = try parseAsRoot(
        ArgumentRepair(commands: names).repaired(arguments))
    } catch let error as UsageFailure {
      console.error("\(error)")
      return EX_USAGE
    } catch {
      return tell(error, console)
    }
    do {
      try command.run()
      return EXIT_SUCCESS
    } catch let error as ExitCode {
      return error.rawValue
    } catch let error as ValidationError {
      // The parser would add a usage line, of the wrong command.
      console.error(error.message)
      return EX_USAGE
    } catch let error where error is UsageFailure || error is TheoryError {
      console.error("\(error)")
      return EX_USAGE
    } catch  where exitCode(for: error) == .success {
      // Help that was asked for is a command that ends so.
      return tell(error, console)
    } catch {
      console.error("\(error)")
      return EXIT_FAILURE
    }
  }

  /// What the parser has to say: help and the like are results.
  private static func tell(_ error: any Error, _ console: Console) -> Int32 {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    if code == .success {
      if !text.isEmpty { console.result(text) }
    } else {
      try? StandardStream.error.write(
        "\(text.visible(keeping: ["\n", "\t"]))\n".utf8)
    }
    return code.rawValue
  }
}
