import ArgumentParser
import Support
import Theory

/// `rdc theory bernoulli`: one bit under Hamming distortion.
struct BernoulliCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bernoulli",
    abstract: "A bit that is 1 with probability p, under Hamming distortion.",
    discussion: """
      Perception is total variation between source and output. The label is \
      the bit, flipped with probability 'noise'; 'gain' is how many bits the \
      output must tell of it: H(S | X̂) ≤ H(S) − gain.
      """)

  @Option(name: .customLong("p"), help: "Probability of a 1, at most 0.5.")
  var probability = 0.3

  @Option(help: "Probability that the label is not the bit.")
  var noise = 0.1

  @OptionGroup var curves: TheoryOptions

  func run() throws {
    let source = try BernoulliSource(p: probability)
    let perceptions = curves.perception ?? NumberList([0, 0.05, 0.1])
    let gains = curves.gain ?? NumberList([0.1, 0.25])
    var end = probability
    for perception in perceptions.values {
      end = max(
        end, try source.distortionLimits(perception: perception).second)
    }
    let interval = try curves.interval(whole: 0...end)
    var report = TheoryReport(
      source: "bernoulli", parameters: ["p": probability, "noise": noise])
    report.add(
      "R(D)",
      try RateDistortionPerception.curve(
        source: .bernoulli(source), perception: 1, distortions: interval,
        points: curves.points
      ).map { TradeoffPoint(distortion: $0.distortion, rate: $0.rate) })
    for perception in perceptions.values {
      report.add(
        "P = \(perception.plain)",
        try RateDistortionPerception.curve(
          source: .bernoulli(source), perception: perception,
          distortions: interval, points: curves.points))
    }
    for gain in gains.values {
      report.add(
        "label \(gain.plain) bits",
        try RateDistortionClassification.curve(
          source: source, gain: gain, noise: noise, distortions: interval,
          points: curves.points))
    }
    try curves.tell(
      report, title: "A bit with P(1) = \(probability.plain)",
      distortion: "D (share of wrong bits)")
  }
}
