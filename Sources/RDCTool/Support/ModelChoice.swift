import RDC

/// The model that `--model` names, or else the one that suits the pictures.
struct ModelChoice: Sendable {
  private let shelf: ModelShelf
  /// The model that was asked for, if one was.
  let named: Model?

  /// - Throws: ``RDCError/unknownModel(name:known:)``.
  init(_ shelf: ModelShelf, name: String?) throws(RDCError) {
    self.shelf = shelf
    guard let name else {
      named = nil
      return
    }
    named = try shelf.named(name)
  }

  /// The model that codes pictures, and the pictures as it codes them.
  func coding(
    _ pictures: PictureSet
  ) throws(RDCError) -> (model: Model, pictures: PictureSet) {
    guard let named else { return try shelf.coding(pictures) }
    return try [named].coding(pictures)
  }

  /// The models that there are to choose from.
  func models() throws(RDCError) -> [Model] {
    guard let named else { return try shelf.models() }
    return [named]
  }
}
