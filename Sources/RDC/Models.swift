import Codec
import Container
import Support

/// Choosing among models.
extension Collection<Model> {
  /// The model that a file names.
  ///
  /// - Throws: ``RDCError/missingModel(fingerprint:name:known:)``, and as
  ///   ``Model/check(_:)``.
  public func named(in file: RDCFile) throws(RDCError) -> Model {
    for model in self where file.fingerprint.matches(model.fingerprint) {
      try model.check(file)
      return model
    }
    let retired = retired.first {
      file.fingerprint.matches($0.fingerprint)
    }
    throw .missingModel(
      fingerprint: file.fingerprint.description, name: retired?.name,
      known: map { "\($0.name) \($0.fingerprint.hex)" })
  }

  /// Models of earlier versions, which read what they wrote.
  private var retired: [(fingerprint: UInt32, name: String)] {
    [(0x03f1_3fee, "photo of rdc 0.1")]
  }

  /// The model with a name; of several the last.
  ///
  /// - Throws: ``RDCError/unknownModel(name:known:)``.
  public func named(_ name: String) throws(RDCError) -> Model {
    var found: Model?
    for model in self where model.name == name { found = model }
    guard let found else {
      throw .unknownModel(name: name, known: map(\.name))
    }
    return found
  }

  /// The model that codes pictures, and the pictures as it codes them.
  ///
  /// Of those that could, one that was made for this very size goes first, the
  /// first in the list; else it is the last in the list.
  ///
  /// - Throws: what the first model says against the pictures, if none codes
  ///   them.
  public func coding(
    _ pictures: PictureSet
  ) throws(RDCError) -> (model: Model, pictures: PictureSet) {
    var rest = makeIterator()
    return try pictures.coded { rest.next() }
  }
}

extension PictureSet {
  /// The first model that was made for this very size and codes the pictures,
  /// else the last that codes them, out of those that `next` gives, and the
  /// pictures as it codes them.
  func coded(
    byOneOf next: () throws(RDCError) -> Model?
  ) throws(RDCError) -> (model: Model, pictures: PictureSet) {
    var found: (model: Model, pictures: PictureSet)?
    var refusal: RDCError?
    while let model = try next() {
      do throws(RDCError) {
        let admitted = try model.codec.admit(self)
        if model.profile.size != nil { return (model, admitted) }
        found = (model, admitted)
      } catch {
        refusal = refusal ?? error
      }
    }
    if let found { return found }
    throw refusal ?? .unknownModel(name: "", known: [])
  }
}
