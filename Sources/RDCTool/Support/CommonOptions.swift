import ArgumentParser
import Foundation
import NeuralInference
import RDC

/// What every command that works on pictures takes.
struct CommonOptions: ParsableArguments {
  @Option(
    name: [.short, .long], help: "The most threads to use (default: one a core).")
  var jobs: Int?

  @Flag(help: "Print errors alone.")
  var quiet = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("'--jobs' takes a number from 1 to 1024.")
    }
  }

  /// Kernels as `RDC_ISA` says, threads as asked.
  func execution() throws -> Execution {
    let environment = ProcessInfo.processInfo
    return Execution(
      instructionSet: try InstructionSet.resolve(
        environment: environment.environment),
      threads: jobs ?? environment.activeProcessorCount)
  }

  var console: Console { Console(quiet: quiet) }
}
