import Codec
import Container
import ModelPack
import StrictJSON

/// Pictures of any size, each two planes of latents with many channels: photos.
public struct LatentFieldCodec: PictureCodec {
  /// The kind of its packs.
  public static let kind = "latent-field"
  /// The quality that is taken when no rate is asked for.
  static let standardQuality = 50.0

  /// The pack.
  public let pack: ModelPack
  /// What the pack says about its planes of latents.
  public let description: LatentFieldDescription
  /// The pack's heads.
  public let heads: [Head]

  /// Reads the description; tensors are read when a file or a picture comes.
  ///
  /// - Throws: ``RDCError/pack(_:)``; for another generation's pack
  ///   ``LatentFieldError/format(found:supported:)``.
  public init(_ pack: ModelPack) throws(RDCError) {
    self.pack = pack
    // The first generation stated none.
    let format = try pack.describe { json throws(JSONError) in
      try json.member("photo").member(ifPresent: "format")?.integer() ?? 1
    }
    guard format == LatentFieldDescription.format else {
      throw .codec(
        LatentFieldError.format(
          found: format, supported: LatentFieldDescription.format))
    }
    let description = try pack.describe {
      json throws(JSONError) in
      try LatentFieldDescription(json.member("photo"))
    }
    self.description = description
    // A pack may list its heads; else each network is one but for these.
    let others = [
      "analysis", description.classifiers?.guide,
      description.classifiers?.measure,
    ]
    heads = Head.ordered(
      description.heads
        ?? pack.description.graphNames.filter { !others.contains($0) })
  }

  /// Any size, qualities from 0 to 100.
  public var profile: CodecProfile {
    CodecProfile(
      pictures: "any PNG", standard: .quality(Self.standardQuality),
      settings: [
        CodecProfile.Setting(
          .quality(Self.standardQuality),
          text: "quality 0 to 100 in \(description.qualities) steps; 50",
          facts: [
            Fact("qualities", .integer(description.qualities)),
            Fact(
              "channels",
              .integer(
                description.coarse.channels + description.fine.channels)),
          ])
      ], labels: description.labels ?? [],
      provenance: description.provenance.map { [Fact("data", .text($0))] }
        ?? [])
  }

  /// What rides along with a photo, and what its encoder's classifier saw.
  public var sections: [Section.Tag] { [.icc, .exif, .alpha, .colour, .label] }

  /// One sound picture.
  ///
  /// - Throws: ``RDCError/image(_:)``,
  ///   ``RDCError/unsupportedPicture(found:accepted:)``.
  public func admit(_ pictures: PictureSet) throws(RDCError) -> PictureSet {
    guard pictures.count > 0 else { throw .noPictures }
    guard pictures.count == 1 else {
      throw .unsupportedPicture(
        found: "\(pictures.count) pictures in one file",
        accepted: ["one (model \(pack.name))"])
    }
    do { try pictures.picture(at: 0).validate() } catch { throw .image(error) }
    return pictures
  }

  /// Loads transforms, contexts and tables.
  ///
  /// - Throws: ``RDCError/unsupportedRate(_:model:possible:)``, or an error of
  ///   the pack.
  public func encoder(
    _ options: EncodingOptions, _ execution: Execution
  ) throws(RDCError) -> any PictureEncoder {
    try FieldEncoder(self, options, execution)
  }

  /// Decodes the latents.
  ///
  /// - Throws: ``RDCError`` for any damage.
  public func open(
    _ file: RDCFile, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile {
    try FieldFile(
      FieldHeader(file, self, limits, threads: execution.threads), limits,
      execution)
  }

  /// Decodes the latents that a small picture needs: from an eighth of the size
  /// on, those of the cells alone.
  ///
  /// - Throws: ``RDCError`` for any damage.
  public func open(
    _ file: RDCFile, maxSide: Int, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile {
    let header = try FieldHeader(
      file, self, limits, threads: execution.threads)
    let scale = header.geometry.scale(maxSide: maxSide)
    guard scale >= FieldGeometry.block else {
      return try FieldFile(header, scale: scale, limits, execution)
    }
    return try FieldPreview(header, scale: scale, limits, execution)
  }

  /// Size, colour and metadata, from the file's header and sections.
  ///
  /// - Throws: ``RDCError/codec(_:)`` for what only this kind of file has.
  public func outline(
    _ file: RDCFile
  ) throws(RDCError) -> PictureOutline {
    guard let size = file.dimensions else {
      throw .codec(LatentFieldError.missingDimensions)
    }
    return PictureOutline(
      count: file.count, width: size.width, height: size.height,
      colorSpace: try FieldPayload.isGray(file.payload) ? .gray : .rgb,
      hasAlpha: file.section(.alpha) != nil,
      metadata: try FieldSections.metadata(of: file))
  }

  /// What the encoder's classifier saw in the original.
  ///
  /// - Throws: ``LatentFieldError/section(_:reason:)`` inside
  ///   ``RDCError/codec(_:)`` for an impossible statement.
  public func stated(
    _ file: RDCFile
  ) throws(RDCError) -> Classification? {
    let labels = description.labels ?? []
    guard let found = try Statement.read(file, known: labels.count) else {
      return nil
    }
    return Classification(
      labels: labels,
      probabilities: try found.probabilities(of: labels.count))
  }

  /// The classifier that guides, or the one that measures; nil if the pack has
  /// none.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public func classifier(
    _ role: ClassifierRole
  ) throws(RDCError) -> (any PictureClassifier)? {
    guard description.labels != nil, description.classifiers != nil else {
      return nil
    }
    return try FieldClassifier(self, role)
  }
}
