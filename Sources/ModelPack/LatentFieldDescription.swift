import StrictJSON

/// A pack of kind `latent-field`, the member `photo` of its description:
/// pictures of any size, each a plane of latents with many channels.
///
/// Its tensors are named in rdc-pack(5); its graphs are `analysis` and one a
/// head, under the head's name.
public struct LatentFieldDescription: Sendable {
  /// Channels of each coding group, in coding order.
  public var groups: [Int]
  /// Scale classes of the entropy model.
  public var classes: Int
  /// Quality indices: 0..<qualities.
  public var qualities: Int
  /// Pixels on a side of the square that one position stands for.
  public var block: Int
  /// λ of the encoder's search, in squared steps a bit.
  public var lagrange: Double
  /// Class names, in the order of the classifiers' outputs.
  public var labels: [String]?
  /// The classifiers that travel with the model: graphs from a picture
  /// [N, S, S, 3] in 0…255, as a head gives it, to logits.
  public var classifiers: LatentVectorDescription.Classifiers?
  /// Data, commands and commit, in words.
  public var provenance: String?
}

extension LatentFieldDescription {
  init(_ json: JSONValue) throws(JSONError) {
    var classifiers: LatentVectorDescription.Classifiers?
    if let graphs = try json.member(ifPresent: "classifiers") {
      classifiers = LatentVectorDescription.Classifiers(
        guide: try graphs.member("guide").string(),
        measure: try graphs.member("measure").string())
    }
    self.init(
      groups: try json.member("groups").integers(),
      classes: try json.member("classes").integer(),
      qualities: try json.member("qualities").integer(),
      block: try json.member("block").integer(),
      lagrange: try json.member("lagrange").number(),
      labels: try json.member(ifPresent: "labels")?.labels(),
      classifiers: classifiers,
      provenance: try json.member(ifPresent: "provenance")?.string())
  }
}
