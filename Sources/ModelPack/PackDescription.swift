import NeuralInference

/// What a pack says about itself: the JSON text `rdc` in its header.
public struct PackDescription: Codable, Sendable {
  /// What the pack codes, and so which further fields it has.
  public enum Kind: String, Codable, Sendable {
    /// Pictures of one size, each a short vector of latents: digits.
    case latentVector = "latent-vector"
  }

  /// The pictures that a model accepts.
  public struct PictureFormat: Codable, Sendable, Equatable {
    public var width: Int
    public var height: Int
    public var channels: Int
  }

  /// The graphs of the classifiers: one to guide, one that only measures.
  public struct Classifiers: Codable, Sendable {
    public var guide: String
    public var measure: String
  }

  /// Where a pack comes from.
  public struct Provenance: Codable, Sendable {
    public var data: String
    public var command: String
    public var commit: String
    public var seed: Int
    /// Accuracy of each classifier on the original test pictures.
    public var accuracyOnOriginals: [String: Double]
  }

  public var format: Int
  public var name: String
  public var kind: Kind
  public var picture: PictureFormat
  /// Places of the dither in one quantizer step.
  public var ditherResolution: Int
  /// Values of shared-seed noise that a head with an input `noise` reads.
  public var noise: Int
  /// Index of the rung that is taken when no rate is asked for.
  public var defaultRung: Int
  /// Class names, in the order of the classifiers' outputs.
  public var labels: [String]
  public var classifiers: Classifiers
  /// From the fewest bits to the most.
  public var rungs: [RungDescription]
  public var provenance: Provenance
  public var graphs: [String: GraphDescription]
  /// CRC-32 of each tensor's bytes.
  public var crc32: [String: UInt32]
}

/// One rate of a latent-vector model.
public struct RungDescription: Codable, Sendable {
  /// Weights of the encoder's search, beside 1 for the squared error.
  public struct SearchWeights: Codable, Sendable {
    /// For the cross-entropy of the label read from the bits, in nats.
    public var classification: Double
    /// For each bit.
    public var rate: Double
  }

  public var name: String
  /// Nominal bits a picture: latents · log2(levels).
  public var bits: Double
  public var latents: Int
  public var levels: Int
  /// Tensor of table weights, [contexts, levels, dither places], uint16.
  public var table: String
  /// Graph f: picture → latents in quantizer steps.
  public var analysis: String
  /// Graph: latent and cell → logits of the labels.
  public var label: String
  /// Graphs: latent and cell (and noise) → pixels, by head.
  public var heads: [String: String]
  public var search: SearchWeights
}
