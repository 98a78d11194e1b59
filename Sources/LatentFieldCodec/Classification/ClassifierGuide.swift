import Codec
import ModelPack
import NeuralInference
import PictureFiles

/// What the encoder asks its classifier about a decoded picture: which way each
/// sample has to move for the classifier to read what it read in the original.
///
/// What is asked is the divergence of Kullback and Leibler of the classes read in
/// the pictures of the heads from those of the original, each time in another
/// square near the middle: what one network reads at one place alone, another one
/// does not. These are the steps of Kurakin et al. (2017, eq. 2), towards what was
/// read and not away from it, and in latents that the search has the last word on.
struct ClassifierGuide: Sendable {
  private let original: Picture
  private let statement: Statement?
  private let heads: [FieldSynthesis]
  private let classifier: FieldClassifier
  private let gradient: Graph

  /// The heads whose pictures are asked about.
  private static let heads: [Head] = [.distortion, .classification]

  /// Larger pictures have so many samples for each that the classifier reads that
  /// it reads them well at any rate.
  private static let mostPixels = 1 << 22

  /// Squares as shares of the shorter side, and how far from the middle, in the
  /// same shares.
  private static let squares: [(size: Double, down: Double, right: Double)] = [
    (0.875, 0, 0), (1, 0, 0), (0.8, 0.03, 0.03), (0.94, -0.03, 0.03),
    (0.75, 0.03, -0.03), (0.875, -0.03, -0.03), (0.9, 0.06, 0),
    (0.85, 0, 0.06),
  ]

  /// Whether a picture is small enough to need guidance.
  static func suits(_ picture: Picture) -> Bool {
    picture.width * picture.height <= mostPixels
  }

  /// Prepares classifier and heads; nil where the model has no classifier or
  /// none of these heads, or the picture has fewer pixels than the classifier
  /// reads, or more than it needs.
  ///
  /// - Throws: ``RDCError/pack(_:)`` if the classifier has no gradient.
  init?(
    _ original: Picture, stating statement: Statement?, _ model: FieldModel
  ) throws(RDCError) {
    guard Self.suits(original), let classifier = try model.guide(for: original)
    else { return nil }
    self.original = original
    self.statement = statement
    var heads: [FieldSynthesis] = []
    for head in Self.heads where model.codec.heads.contains(head) {
      heads.append(try FieldSynthesis(model, head: head, strength: 1))
    }
    guard !heads.isEmpty else { return nil }
    self.heads = heads
    self.classifier = classifier
    gradient = try model.codec.pack.networkGradient(
      classifier.name, to: "picture")
  }

  /// The slope of the divergence by the samples of the pictures that the heads
  /// draw, their sum: each head's is brought to the same length, so that all have
  /// a say.
  func slope(
    of latents: FieldLatents, geometry: FieldGeometry, seed: UInt64,
    round: Int, _ execution: Execution
  ) throws(RDCError) -> PictureSlope {
    let square = Self.square(round, of: original)
    let (side, labels) = (classifier.side, classifier.labels.count)
    var seen: [Float] = []
    for head in heads {
      var picture = original
      picture.samples = try head.samples(
        of: latents, geometry: geometry, seed: seed, statement: statement,
        isGray: original.colorSpace == .gray, execution: execution)
      seen += square.samples(of: picture, side: side)
    }
    let wanted = try probabilities(
      square.samples(of: original, side: side), execution)
    // The divergence's slope by the logits.
    let slopes = try probabilities(seen, execution).enumerated().map {
      $1 - wanted[$0 % labels]
    }
    let found = try execution.run(
      gradient,
      [
        "picture": try Tensor.of([heads.count, side, side, 3], seen),
        Graph.outputSlope: try Tensor.of([heads.count, labels], slopes),
      ], threads: execution.threads)
    var slope = PictureSlope(
      width: original.width, height: original.height,
      channels: original.colorSpace.channels)
    let size = side * side * 3
    for head in heads.indices {
      let own = found.values[head * size..<(head + 1) * size]
      let squares = own.reduce(into: 0.0) { $0 += Double($1) * Double($1) }
      let length = Float(squares.squareRoot())
      guard length.isNormal else { continue }
      square.spread(own.map { $0 / length }[...], side: side, to: &slope)
    }
    return slope
  }

  /// What the classifier reads in samples [squares, side, side, 3]: [squares,
  /// labels].
  private func probabilities(
    _ samples: [Float], _ execution: Execution
  ) throws(RDCError) -> [Float] {
    let logits = try classifier.logits(of: samples, execution: execution)
    return try Labels.probabilities(logits).values
  }

  private static func square(_ round: Int, of picture: Picture) -> PictureSquare
  {
    let chosen = squares[round % squares.count]
    let shorter = Double(min(picture.width, picture.height))
    let size = max(1, Int(chosen.size * shorter))
    func start(_ length: Int, _ shift: Double) -> Int {
      let middle = Double(length - size) / 2 + shift * shorter
      return min(max(Int(middle), 0), length - size)
    }
    return PictureSquare(
      top: start(picture.height, chosen.down),
      left: start(picture.width, chosen.right), size: size)
  }
}
