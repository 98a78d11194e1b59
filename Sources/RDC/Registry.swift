import Codec
import LatentFieldCodec
import LatentVectorCodec
import ModelPack

/// The kinds of model that are known. A new kind is one line here, or a
/// registry of the caller's own.
public struct Registry: Sendable {
  /// The codecs, one for each kind.
  public let codecs: [any PictureCodec.Type]

  /// A registry of codecs of different kinds.
  public init(_ codecs: [any PictureCodec.Type]) { self.codecs = codecs }

  /// The codecs of this library.
  public static let standard = Registry([
    LatentVectorCodec.self,
    LatentFieldCodec.self,
  ])

  /// The registry with one codec more.
  public func adding(_ codec: any PictureCodec.Type) -> Registry {
    Registry(codecs + [codec])
  }

  /// The codec that reads a pack.
  ///
  /// - Throws: ``RDCError/unknownKind(_:model:known:)``, or what the codec says
  ///   against the pack.
  public func codec(
    for pack: ModelPack
  ) throws(RDCError) -> any PictureCodec {
    let kind = pack.description.kind
    guard let codec = codecs.first(where: { $0.kind == kind }) else {
      throw .unknownKind(
        kind, model: pack.description.name, known: codecs.map { $0.kind })
    }
    return try codec.init(pack)
  }
}
