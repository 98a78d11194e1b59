import Container
import Support

extension Model {
  /// The model that a file names.
  ///
  /// - Throws: ``RDCError/missingModel(fingerprint:known:)``.
  public static func named(
    in file: RDCFile, among models: [Model]
  ) throws(RDCError) -> Model {
    for model in models where file.fingerprint.matches(model.fingerprint) {
      return model
    }
    throw .missingModel(
      fingerprint: file.fingerprint.description,
      known: models.map { "\($0.name) \($0.fingerprint.hex)" })
  }
}
