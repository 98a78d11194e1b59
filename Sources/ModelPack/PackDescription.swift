import NeuralInference

/// What a pack says about itself: the JSON text `rdc` in its header.
///
/// The members that every pack has, and one set of members for what it codes.
public struct PackDescription: Codable, Sendable {
  /// What the pack codes.
  public enum Content: Sendable {
    /// Pictures of one size, each a short vector of latents: digits.
    case latentVector(LatentVectorDescription)
    /// Pictures of any size, each a plane of latents: photos.
    case latentField(LatentFieldDescription)
  }

  /// The version of the pack format.
  public var format: Int
  /// The model's name, as `--model` takes it.
  public var name: String
  /// What the pack codes.
  public var content: Content
  /// Every network of the pack, by name.
  public var graphs: [String: GraphDescription]
  /// CRC-32 of each tensor's bytes.
  public var crc32: [String: UInt32]

  private enum Key: String, CodingKey {
    case format, name, graphs, crc32, photo
  }

  /// Reads a description; a member `photo` holds that of a latent field, the
  /// members of a latent vector stand beside the common ones.
  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    format = try box.decode(Int.self, forKey: .format)
    name = try box.decode(String.self, forKey: .name)
    graphs = try box.decode([String: GraphDescription].self, forKey: .graphs)
    crc32 = try box.decode([String: UInt32].self, forKey: .crc32)
    content =
      box.contains(.photo)
      ? .latentField(
        try box.decode(LatentFieldDescription.self, forKey: .photo))
      : .latentVector(try LatentVectorDescription(from: decoder))
  }

  /// Writes a description as it is read.
  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: Key.self)
    try box.encode(format, forKey: .format)
    try box.encode(name, forKey: .name)
    try box.encode(graphs, forKey: .graphs)
    try box.encode(crc32, forKey: .crc32)
    switch content {
    case .latentVector(let description): try description.encode(to: encoder)
    case .latentField(let description):
      try box.encode(description, forKey: .photo)
    }
  }

  /// The members of a latent vector, if that is what the pack codes.
  public var latentVector: LatentVectorDescription? {
    if case .latentVector(let description) = content {
      description
    } else {
      nil
    }
  }

  /// The members of a latent field, if that is what the pack codes.
  public var latentField: LatentFieldDescription? {
    if case .latentField(let description) = content { description } else { nil }
  }
}
