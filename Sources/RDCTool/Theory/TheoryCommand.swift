import ArgumentParser

/// `rdc theory`: what no codec can do better.
struct TheoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theory",
    abstract: "Print and draw the trade-offs that theory knows exactly.",
    discussion: """
      The least rate at a distortion, when the output must also look like the \
      source (perception) or tell of its label (classification), for two \
      sources whose curves have closed forms.
      """,
    subcommands: [BernoulliCommand.self, GaussianCommand.self])
}
