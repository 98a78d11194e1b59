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
    try ModelShelf().models()
  }

  /// How many models are embedded.
  static var embeddedCount: Int { Int(rdc_embedded_pack_count()) }

  /// One of the embedded models, opened.
  static func embedded(at place: Int) throws(RDCError) -> Model {
    try Model(permanent: embeddedBytes[place])
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
      let fingerprint: UInt32
      do { fingerprint = try ModelPack.fingerprint(permanent: bytes) } catch {
        throw .pack(error)
      }
      if named.matches(fingerprint) { return [try Model(permanent: bytes)] }
    }
    return try embedded()
  }

  /// The embedded model with a name.
  ///
  /// - Throws: ``RDCError/unknownModel(name:known:)``.
  public static func embedded(named name: String) throws(RDCError) -> Model {
    try embedded().named(name)
  }

  /// A pack of the program.
  private init(permanent bytes: UnsafeRawBufferPointer) throws(RDCError) {
    let pack: ModelPack
    do { pack = try ModelPack(permanent: bytes) } catch { throw .pack(error) }
    try self.init(pack)
  }

  /// The packs inside the program.
  private static var embeddedBytes: [UnsafeRawBufferPointer] {
    (0..<embeddedCount).map {
      let pack = rdc_embedded_pack(Int32($0))
      return UnsafeRawBufferPointer(start: pack.bytes, count: pack.size)
    }
  }
}
