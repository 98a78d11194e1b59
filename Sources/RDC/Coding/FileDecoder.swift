import Container

/// A `.rdc` file of either kind, parsed and checked.
public enum FileDecoder: Sendable {
  /// Pictures of one size: digits.
  case latents(Decoder)
  /// One picture of any size.
  case photo(PhotoDecoder)

  /// Parses a file and decodes what the entropy coder wrote.
  ///
  /// - Throws: an ``RDCError`` for any damage.
  public init(
    _ bytes: [UInt8], models: [Model], limits: PhotoLimits = PhotoLimits(),
    execution: Execution
  ) throws(RDCError) {
    let file: RDCFile
    do { file = try RDCFile.parse(bytes) } catch { throw .container(error) }
    let model = try Model.named(in: file, among: models)
    self =
      model.isPhoto
      ? .photo(
        try PhotoDecoder(
          file, model: model, limits: limits, execution: execution))
      : .latents(try Decoder(bytes, models: models))
  }
}
