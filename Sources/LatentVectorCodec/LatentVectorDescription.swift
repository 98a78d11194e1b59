/// A pack of kind `latent-vector`: pictures of one size, each a short vector
/// of latents with a few levels.
public struct LatentVectorDescription: Sendable {
  /// The pictures that a model accepts.
  public struct PictureFormat: Sendable, Equatable {
    /// Pixels in a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// 1 for gray, 3 for colour.
    public var channels: Int
  }

  /// The graphs of the classifiers: one to guide, one that only measures.
  public struct Classifiers: Sendable {
    /// The graph that the encoder asks and that heads were trained against.
    public var guide: String
    /// The graph that no head ever saw.
    public var measure: String
  }

  /// Where a pack comes from.
  public struct Provenance: Encodable, Sendable {
    /// What it was trained on, with its licence.
    public var data: String
    /// The command that makes it again.
    public var command: String
    /// The commit of the trainer.
    public var commit: String
    /// The seed of every stage.
    public var seed: Int
    /// Accuracy of each classifier on the original test pictures.
    public var accuracyOnOriginals: [String: Double]
  }

  /// The only size and colour that the model codes.
  public var picture: PictureFormat
  /// Places of the dither in one quantizer step.
  public var ditherResolution: Int
  /// Values of shared-seed noise that a head with an input `noise` reads.
  public var noise: Int
  /// Index of the rung that is taken when no rate is asked for.
  public var defaultRung: Int
  /// Class names, in the order of the classifiers' outputs.
  public var labels: [String]
  /// The classifiers that travel with the model.
  public var classifiers: Classifiers
  /// From the fewest bits to the most.
  public var rungs: [RungDescription]
  /// Where the pack comes from.
  public var provenance: Provenance
}
