import Codec
import StrictJSON

/// A pack of kind `latent-field`, the member `photo` of its description:
/// pictures of any size, each two planes of latents with many channels.
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

  /// Weights of the encoder's rule for a quality map: steps of the map for an
  /// octave of flatness, and of what the classifier sees.
  public struct MapWeights: Sendable {
    /// Of how flat a cell is, at the lowest quality.
    public var flat: Double
    /// Of how flat a cell is, at the highest quality.
    public var flatAtBest: Double
    /// How much more an octave busier than usual weighs than one flatter.
    public var busy: Double
    /// Of what the classifier sees in it.
    public var look: Double
  }

  /// The coding groups of one scale of latents.
  public struct Scale: Sendable {
    /// Channels of each group, in coding order.
    public var groups: [Int]
    /// The first groups are predicted relative to a neighbour.
    public var references: Int
    /// The first groups have a predicted mean.
    public var means: Int

    /// Channels of all groups.
    public var channels: Int { groups.reduce(0, +) }
  }

  /// The generation of such packs that this reader knows, their member
  /// `format`.
  public static let format = 2

  /// Latents of the means of blocks, one place a cell of 32×32 pixels.
  public var coarse: Scale
  /// Latents of detail, one place a block of 8×8 pixels.
  public var fine: Scale
  /// Scale classes of the entropy model.
  public var classes: Int
  /// Quality indices: 0..<qualities.
  public var qualities: Int
  /// λ of the encoder's search, in squared steps a bit.
  public var lagrange: Double
  /// The encoder's rule for quality maps; nil if it makes none.
  public var map: MapWeights?
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
      coarse: try Scale(json.member("coarse")),
      fine: try Scale(json.member("fine")),
      classes: try json.member("classes").integer(),
      qualities: try json.member("qualities").integer(),
      lagrange: try json.member("lagrange").number(),
      map: try json.member(ifPresent: "map").map {
        json throws(JSONError) in
        try MapWeights(json)
      },
      labels: try json.member(ifPresent: "labels")?.labels(most: 4096),
      classifiers: classifiers, heads: try names("heads"),
      provenance: try json.member(ifPresent: "provenance")?.string())
  }
}

extension LatentFieldDescription.MapWeights {
  init(_ json: JSONValue) throws(JSONError) {
    let flat = try json.member("flat").number()
    self.init(
      flat: flat,
      flatAtBest: try json.member(ifPresent: "flatAtBest")?.number() ?? flat,
      busy: try json.member(ifPresent: "busy")?.number() ?? 1,
      look: try json.member("look").number())
  }
}

extension LatentFieldDescription.Scale {
  init(_ json: JSONValue) throws(JSONError) {
    var groups: [Int] = []
    for group in try json.member("groups").elements() {
      groups.append(try group.integer(in: 1...FieldLayout.groupLimit))
    }
    self.init(
      groups: groups,
      references: try json.member("references").integer(),
      means: try json.member("means").integer())
  }
}
