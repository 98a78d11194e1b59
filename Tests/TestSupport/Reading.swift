import LatentFieldCodec
import LatentVectorCodec
import PictureFiles
import RDC

/// A model is not of the kind that a test is about.
public struct WrongKind: Error {
  /// That is all.
  public init() {}
}

extension Model {
  /// The codec of latent vectors.
  public var vectors: LatentVectorCodec {
    get throws {
      guard let codec = codec as? LatentVectorCodec else { throw WrongKind() }
      return codec
    }
  }

  /// The codec of latent fields.
  public var fields: LatentFieldCodec {
    get throws {
      guard let codec = codec as? LatentFieldCodec else { throw WrongKind() }
      return codec
    }
  }
}

extension Decoder {
  /// The first picture as a head reads it.
  public func picture(
    head: Head, strength: Float = 1, execution: Execution
  ) throws(RDCError) -> Picture {
    try pictures(head: head, strength: strength, execution: execution)
      .picture(at: 0)
  }

  /// A fact that only files of this kind tell.
  public func fact(_ name: String) throws(RDCError) -> Fact.Value? {
    try opened.facts().first { $0.name == name }?.value
  }
}

extension Encoding {
  /// The quality that was taken; nil where rates are of another kind.
  public var quality: Double? {
    if case .quality(let quality) = rate { quality } else { nil }
  }
}
