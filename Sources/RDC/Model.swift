import Codec
import Container
import ModelPack

/// A model pack with the codec of its kind: ready to encode and decode with.
public struct Model: Sendable {
  /// Graphs, weights, tables and provenance.
  public let pack: ModelPack
  /// What codes with them.
  public let codec: any PictureCodec

  /// Finds the codec of a pack.
  ///
  /// - Throws: ``RDCError/unknownKind(_:model:known:)``, or what the codec says
  ///   against the pack.
  public init(
    _ pack: ModelPack, registry: Registry = .standard
  ) throws(RDCError) {
    self.pack = pack
    codec = try registry.codec(for: pack)
  }

  /// Reads a pack from the bytes of its file.
  ///
  /// - Throws: ``RDCError/pack(_:)``, and as above.
  public init(
    _ bytes: [UInt8], registry: Registry = .standard
  ) throws(RDCError) {
    let pack: ModelPack
    do { pack = try ModelPack(bytes) } catch { throw .pack(error) }
    try self.init(pack, registry: registry)
  }

  /// The name that `--model` takes.
  public var name: String { pack.description.name }

  /// What a `.rdc` file carries, in whole or its upper half, to name the model.
  public var fingerprint: UInt32 { pack.fingerprint }

  /// The heads, in the order in which they are shown.
  public var heads: [Head] { codec.heads }

  /// Whether a file of this model holds a set of pictures, of however many.
  public func holdsSet(_ file: RDCFile) -> Bool {
    file.face != .compact && profile.holdsSets
  }

  /// Checks that what a file requires means something to this kind of model:
  /// digits with an alpha channel, say, would lose it.
  ///
  /// - Throws: ``RDCError/unexpectedField(_:)``.
  public func check(_ file: RDCFile) throws(RDCError) {
    let known = codec.sections + [.names]
    for section in file.sections
    where section.isRequired && !known.contains(section.tag) {
      throw .unexpectedField("a required section, \(section.tag.name)")
    }
  }

  /// What the model codes, and at which rates.
  public var profile: CodecProfile { codec.profile }
}
