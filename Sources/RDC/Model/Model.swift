import Container
import EmbeddedModels
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

/// The models that travel inside the library.
extension Model {
  /// Every embedded model, the default first.
  ///
  /// - Throws: ``RDCError/pack(_:)`` if the build embedded a damaged pack.
  public static func embedded() throws(RDCError) -> [Model] {
    var models: [Model] = []
    for bytes in embeddedBytes {
      do {
        models.append(Model(try ModelPack(permanent: bytes)))
      } catch {
        throw .pack(error)
      }
    }
    return models
  }

  /// The embedded models that a reader of a file needs: the one that the file
  /// names, without a look into the others; if none of them is named, all.
  ///
  /// - Throws: ``RDCError/container(_:)`` if the file is damaged,
  ///   ``RDCError/pack(_:)`` if the build embedded a damaged pack.
  public static func embedded(
    toRead file: [UInt8]
  ) throws(RDCError) -> [Model] {
    let named: ModelFingerprint
    do { named = try RDCFile.parse(file).fingerprint } catch {
      throw .container(error)
    }
    for bytes in embeddedBytes {
      do {
        if named.matches(try ModelPack.fingerprint(permanent: bytes)) {
          return [Model(try ModelPack(permanent: bytes))]
        }
      } catch {
        throw .pack(error)
      }
    }
    return try embedded()
  }

  /// The packs inside the program.
  private static var embeddedBytes: [UnsafeRawBufferPointer] {
    (0..<rdc_embedded_pack_count()).map {
      let pack = rdc_embedded_pack($0)
      return UnsafeRawBufferPointer(start: pack.bytes, count: pack.size)
    }
  }

  /// The embedded model with a name; the default one without.
  public static func embedded(named name: String?) throws(RDCError) -> Model {
    let models = try embedded()
    guard let model = models.first(where: { $0.name == name ?? models[0].name })
    else {
      throw .unknownModel(name: name ?? "", known: models.map(\.name))
    }
    return model
  }
}
