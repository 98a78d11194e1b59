import ModelPack

/// A model pack that is ready to encode and decode with.
public struct Model: Sendable {
  /// Graphs, weights, tables and provenance.
  public let pack: ModelPack

  /// Wraps a pack.
  public init(_ pack: ModelPack) {
    self.pack = pack
  }

  /// Reads a pack from the bytes of its file.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public init(_ bytes: [UInt8]) throws(RDCError) {
    do { self.init(try ModelPack(bytes)) } catch { throw .pack(error) }
  }

  /// The name that `--model` takes.
  public var name: String { pack.description.name }

  /// What a `.rdc` file carries, in whole or its upper half, to name the model.
  public var fingerprint: UInt32 { pack.fingerprint }

  /// Whether the model codes pictures of any size.
  public var isPhoto: Bool { pack.description.latentField != nil }

  /// The heads that a model of photos has.
  public var heads: [Head] {
    Head.allCases.filter { pack.description.hasGraph($0.rawValue) }
  }

  /// What the pack says about its latent vectors.
  ///
  /// - Throws: ``RDCError/wrongKind(model:)`` if it codes photos.
  public func latentVector() throws(RDCError) -> LatentVectorDescription {
    guard let description = pack.description.latentVector else {
      throw .wrongKind(model: name)
    }
    return description
  }

  /// What the pack says about its planes of latents.
  ///
  /// - Throws: ``RDCError/wrongKind(model:)`` if it codes pictures of one size.
  public func latentField() throws(RDCError) -> LatentFieldDescription {
    guard let description = pack.description.latentField else {
      throw .wrongKind(model: name)
    }
    return description
  }

  /// The pictures that the model codes, for people.
  public var accepts: String {
    guard let picture = pack.description.latentVector?.picture else {
      return "any PNG (model \(name))"
    }
    let kind = picture.channels == 1 ? "gray" : "colour"
    return "\(picture.width)×\(picture.height) \(kind) (model \(name))"
  }
}
