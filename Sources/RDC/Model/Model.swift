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

  /// The name that `--model` takes.
  public var name: String { pack.description.name }

  /// What a `.rdc` file carries, in whole or its upper half, to name the model.
  public var fingerprint: UInt32 { pack.fingerprint }

  /// The pictures that the model codes, for people.
  public var accepts: String {
    let picture = pack.description.picture
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
    for index in 0..<rdc_embedded_pack_count() {
      let pack = rdc_embedded_pack(index)
      let bytes = UnsafeRawBufferPointer(start: pack.bytes, count: pack.size)
      do {
        models.append(Model(try ModelPack(bytes)))
      } catch {
        throw .pack(error)
      }
    }
    return models
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
