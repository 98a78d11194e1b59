import Codec
import Container
import ModelPack
import StrictJSON
import Support

/// Pictures of one size, each a short vector of latents with a few levels:
/// digits.
public struct LatentVectorCodec: PictureCodec {
  /// The kind of its packs.
  public static let kind = "latent-vector"

  /// The pack.
  public let pack: ModelPack
  /// What the pack says about its latent vectors.
  public let description: LatentVectorDescription

  /// Reads the description.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public init(_ pack: ModelPack) throws(RDCError) {
    self.pack = pack
    description = try pack.describe {
      json throws(JSONError) in try LatentVectorDescription(json)
    }
  }

  /// The heads that every rung has.
  public var heads: [Head] {
    let rungs = description.rungs.map { Set($0.heads.keys) }
    let common = rungs.dropFirst().reduce(rungs.first ?? []) {
      $0.intersection($1)
    }
    return Head.ordered(common)
  }

  /// One size, a rung for each rate.
  public var profile: CodecProfile {
    let size = description.picture
    return CodecProfile(
      pictures: "\(size.width)×\(size.height) "
        + (size.channels == 1 ? "gray" : "colour"),
      size: CodecProfile.Size(
        width: size.width, height: size.height, channels: size.channels),
      holdsSets: true, standard: .rung(description.defaultRung),
      settings: description.rungs.indices.map(setting),
      labels: description.labels, provenance: description.provenance.facts)
  }

  private func setting(_ number: Int) -> CodecProfile.Setting {
    let rung = description.rungs[number]
    let between = rung.between.sorted { $0.key < $1.key }
    return CodecProfile.Setting(
      .rung(number),
      text:
        "rung \(number): \(rung.bits.text(2)) bits a picture  (\(rung.latents) latents of "
        + "\(rung.levels) levels; heads "
        + Head.ordered(rung.heads.keys).map(\.rawValue)
        .joined(separator: ", ")
        + between.map { head, heads in
          "; on the way to \(head) at "
            + heads.map { Double($0.strength).text(2) }.joined(separator: ", ")
        }.joined() + ")",
      facts: [
        Fact("bits", .number(rung.bits, decimals: 2)),
        Fact("latents", .integer(rung.latents)),
        Fact("levels", .integer(rung.levels)),
        Fact(
          "heads",
          .list(Head.ordered(rung.heads.keys).map { .text($0.rawValue) })),
        Fact(
          "between",
          .group(
            between.map { head, heads in
              Fact(
                head,
                .list(
                  heads.map { .number(Double($0.strength), decimals: 2) }))
            })),
      ])
  }

  /// Gray pictures of the model's size.
  ///
  /// Colour whose three samples agree everywhere is gray, and an alpha channel
  /// that is opaque everywhere says nothing; anything else is refused rather
  /// than lost.
  ///
  /// - Throws: ``RDCError/unsupportedPicture(found:accepted:)``.
  public func admit(_ pictures: PictureSet) throws(RDCError) -> PictureSet {
    let format = description.picture
    let accepted = ["\(profile.pictures) (model \(pack.name))"]
    let gray = pictures.graySamples
    guard pictures.width == format.width, pictures.height == format.height,
      let gray
    else {
      throw .unsupportedPicture(
        found: pictures.summary(isGray: gray != nil), accepted: accepted)
    }
    if let alpha = pictures.alpha, alpha.contains(where: { $0 != 255 }) {
      throw .unsupportedPicture(
        found: "a picture with transparent pixels", accepted: accepted)
    }
    guard pictures.count > 0 else { throw .noPictures }
    var admitted = PictureSet(
      count: pictures.count, width: pictures.width, height: pictures.height,
      colorSpace: .gray, samples: gray, isSingle: pictures.isSingle)
    admitted.names = pictures.names
    return admitted
  }

  /// Loads rungs as the rate asks for them.
  ///
  /// - Throws: ``RDCError/unsupportedRate(_:model:possible:)``, or an error of
  ///   the pack.
  public func encoder(
    _ options: EncodingOptions, _ execution: Execution
  ) throws(RDCError) -> any PictureEncoder {
    try VectorEncoder(self, options, execution)
  }

  /// Decodes the indices.
  ///
  /// - Throws: ``RDCError`` for any damage.
  public func open(
    _ file: RDCFile, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile {
    try VectorFile(file, self, limits)
  }

  /// The model's size, and as many pictures as the file claims.
  public func outline(_ file: RDCFile) -> PictureOutline {
    let size = description.picture
    return PictureOutline(
      count: file.count, width: size.width, height: size.height,
      colorSpace: size.channels == 1 ? .gray : .rgb)
  }

  /// The classifier that guides, or the one that measures.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public func classifier(
    _ role: ClassifierRole
  ) throws(RDCError) -> (any PictureClassifier)? {
    try VectorClassifier(self, role)
  }

  /// Every head, and the distortion head over all cells, as the encoder's
  /// search runs it.
  ///
  /// - Throws: ``RDCError/unknownRung(found:count:)``, ``RDCError/pack(_:)``.
  public func networks(at rate: Rate) throws(RDCError) -> [TimedNetwork] {
    guard case .rung(let number) = rate else { return [] }
    let rung = try VectorRung(self, number: number)
    var networks: [TimedNetwork] = []
    for head in Head.ordered(rung.description.heads.keys) {
      let graph = try rung.graph(of: head)
      networks.append(
        TimedNetwork(name: "graph \(head)", graph: graph, rows: 1))
      if head == .distortion {
        networks.append(
          TimedNetwork(
            name: "graph candidates", graph: graph, rows: rung.cellCount))
      }
    }
    return networks
  }
}

extension PictureSet {
  /// One sample a pixel, if the pictures have no colour in them.
  fileprivate var graySamples: [UInt8]? {
    guard colorSpace == .rgb else { return samples }
    var gray: [UInt8] = []
    gray.reserveCapacity(samples.count / 3)
    for pixel in stride(from: 0, to: samples.count - 2, by: 3) {
      guard samples[pixel] == samples[pixel + 1],
        samples[pixel] == samples[pixel + 2]
      else { return nil }
      gray.append(samples[pixel])
    }
    return gray
  }

  fileprivate func summary(isGray: Bool) -> String {
    "a \(isGray ? "gray" : "colour") picture of \(width)×\(height)"
  }
}

extension LatentVectorDescription.Provenance {
  fileprivate var facts: [Fact] {
    [
      Fact("data", .text(data)), Fact("command", .text(command)),
      Fact("commit", .text(commit)), Fact("seed", .integer(seed)),
      Fact(
        "accuracyOnOriginals",
        .group(
          accuracyOnOriginals.sorted { $0.key < $1.key }.map {
            Fact($0.key, .number($0.value, decimals: 4))
          })),
    ]
  }
}
