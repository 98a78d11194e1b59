import Codec
import Container
import LatentFieldCodec
import LatentVectorCodec

/// A `.rdc` file of either kind, parsed and checked.
public enum FileDecoder: Sendable {
  /// Pictures of one size: digits.
  case latents(LatentVectorDecoder)
  /// One picture of any size.
  case photo(LatentFieldDecoder)

  /// Parses a file and decodes what the entropy coder wrote.
  ///
  /// - Throws: an ``RDCError`` for any damage.
  public init(
    _ bytes: [UInt8], models: [Model], limits: Limits = Limits(),
    execution: Execution
  ) throws(RDCError) {
    let file: RDCFile
    do { file = try RDCFile.parse(bytes) } catch { throw .container(error) }
    let model = try Model.named(in: file, among: models)
    self =
      model.isPhoto
      ? .photo(
        try LatentFieldDecoder(
          file, model: model, limits: limits, execution: execution))
      : .latents(try LatentVectorDecoder(bytes, models: models))
  }
}
