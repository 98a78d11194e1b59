import Codec
import StrictJSON

/// A pack of kind `latent-field`, the member `photo` of its description:
/// pictures of any size, each a plane of latents with many channels.
///
/// Its tensors are named in rdc-pack(5); its graphs are `analysis` and one a
/// head, under the head's name.
public struct LatentFieldDescription: Sendable {
  /// The networks of the classifiers: one to guide, one that only measures.
  public struct Classifiers: Sendable {
    /// The one that the encoder asks and that heads were trained against.
    public var guide: String
    /// The one that no head ever saw.
    public var measure: String
  }

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
  public var classifiers: Classifiers?
  /// The networks that are heads; without the member all that are neither the
  /// analysis nor a classifier.
  public var heads: [String]?
  /// Data, commands and commit, in words.
  public var provenance: String?
}

extension LatentFieldDescription {
  init(_ json: JSONValue) throws(JSONError) {
    func names(_ member: String) throws(JSONError) -> [String]? {
      guard let list = try json.member(ifPresent: member) else { return nil }
      var found: [String] = []
      for name in try list.elements() { found.append(try name.string()) }
      return found
    }
    var classifiers: Classifiers?
    if let graphs = try json.member(ifPresent: "classifiers") {
      classifiers = Classifiers(
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
      classifiers: classifiers, heads: try names("heads"),
      provenance: try json.member(ifPresent: "provenance")?.string())
  }
}
