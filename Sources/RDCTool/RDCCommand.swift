import ArgumentParser

@main
struct RDCCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rdc", abstract: "One file, several truths.")
}
