/// One rate of a latent-vector model.
public struct RungDescription: Sendable {
  /// Weights of the encoder's search, beside 1 for the squared error.
  public struct SearchWeights: Sendable {
    /// For the cross-entropy of the label read from the bits, in nats.
    public var classification: Double
    /// For each bit.
    public var rate: Double
  }

  /// Latents times levels, such as 3x3.
  public var name: String
  /// Nominal bits a picture: latents · log2(levels).
  public var bits: Double
  /// d, the latents of a picture.
  public var latents: Int
  /// L, the levels of each.
  public var levels: Int
  /// Tensor of table weights, [contexts, levels, dither places], uint16.
  public var table: String
  /// Graph f: picture → latents in quantizer steps.
  public var analysis: String
  /// Graph: latent and cell → logits of the labels.
  public var label: String
  /// Graphs: latent and cell (and noise) → pixels, by head.
  public var heads: [String: String]
  /// Heads between the distortion head and another one, by the latter, with
  /// rising strengths.
  public var between: [String: [IntermediateHead]]
  /// What the encoder weighs; no reader needs it.
  public var search: SearchWeights
}
