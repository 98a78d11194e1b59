import Codec
import Container
import EmbeddedModels
import ModelPack

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
