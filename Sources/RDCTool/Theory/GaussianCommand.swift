import ArgumentParser
import Support
import Theory

/// `rdc theory gaussian`: one number under squared error.
struct GaussianCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaussian",
    abstract: "A Gaussian number, under squared error.",
    discussion: """
      Perception is the squared Wasserstein-2 distance between source and \
      output. The label is jointly Gaussian with the source; 'gain' is how \
      many bits the output must tell of it: h(S | X̂) ≤ h(S) − gain.
      """)

  @Option(help: "Standard deviation of the source.")
  var sigma = 1.0

  @Option(
    parsing: .unconditional,
    help: "Correlation of label and source, from -1 to 1.")
  var correlation = 0.9

  @OptionGroup var curves: TheoryOptions

  func run() throws {
    let source = try GaussianSource(sigma: sigma)
    let variance = sigma * sigma
    let perceptions =
      curves.perception ?? NumberList([0, 0.05 * variance, 0.2 * variance])
    let gains = curves.gain ?? NumberList([0.25, 0.75])
    var end = variance
    for perception in perceptions.values {
      end = max(end, try source.distortion(rate: 0, perception: perception))
    }
    // The rate has no bound towards D = 0.
    let interval = try curves.interval(whole: (variance / 100)...end)
    guard interval.lowerBound > 0 else {
      throw ValidationError("'--from' must be above 0 for this source.")
    }
    var report = TheoryReport(
      source: "gaussian",
      parameters: ["sigma": sigma, "correlation": correlation])
    report.add(
      "R(D)",
      try RateDistortionPerception.curve(
        source: .gaussian(source), perception: variance,
        distortions: interval, points: curves.points
      ).map { TradeoffPoint(distortion: $0.distortion, rate: $0.rate) })
    for perception in perceptions.values {
      report.add(
        "P = \(perception.plain)",
        try RateDistortionPerception.curve(
          source: .gaussian(source), perception: perception,
          distortions: interval, points: curves.points))
    }
    for gain in gains.values {
      report.add(
        "label \(gain.plain) bits",
        try RateDistortionClassification.curve(
          source: source, gain: gain, correlation: correlation,
          distortions: interval, points: curves.points))
    }
    try curves.tell(
      report, title: "A Gaussian number, σ = \(sigma.plain)",
      distortion: "D (squared error)")
  }
}
