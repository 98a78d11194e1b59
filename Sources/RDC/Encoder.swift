import Codec
import PictureFiles

/// Writes pictures as a `.rdc` file. ``Decoder`` is its inverse.
///
/// One picture becomes a file of its own; several go into an archive where the
/// model holds sets.
public struct Encoder: Sendable {
  private let codec: any PictureEncoder

  /// An encoder for one model, loaded once for any number of files.
  ///
  /// - Throws: ``RDCError/unsupportedRate(_:model:possible:)``, or an error of
  ///   the pack.
  public init(
    model: Model, options: EncodingOptions = EncodingOptions(),
    execution: Execution
  ) throws(RDCError) {
    codec = try model.codec.encoder(options, execution)
  }

  /// Encodes pictures into one file.
  ///
  /// - Parameters:
  ///   - pictures: those of the file, in its order.
  ///   - progress: called from any thread.
  /// - Returns: the file, and what it took.
  /// - Throws: ``RDCError`` for pictures that the model does not code, and
  ///   where the rate cannot be met.
  public func encode(
    _ pictures: PictureSet,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(RDCError) -> Encoding {
    try codec.encode(pictures, progress: progress)
  }

  /// Encodes a stream of pictures into one file, where the model holds sets any
  /// number of them in the memory of a block. The progress is told from any
  /// thread.
  ///
  /// - Throws: as ``encode(_:progress:)-(PictureSet,_)``, and what the stream
  ///   throws.
  public func encode(
    stream: any PictureStream,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(RDCError) -> Encoding {
    try codec.encode(stream: stream, progress: progress)
  }

  /// Encodes one picture.
  ///
  /// - Throws: as ``encode(_:progress:)-(PictureSet,_)``.
  public func encode(_ picture: Picture) throws(RDCError) -> Encoding {
    try encode(PictureSet(picture))
  }

  /// Encodes a set of gray pictures.
  ///
  /// - Throws: as ``encode(_:progress:)-(PictureSet,_)``.
  public func encode(_ images: IDXImages) throws(RDCError) -> Encoding {
    try encode(PictureSet(images))
  }
}
