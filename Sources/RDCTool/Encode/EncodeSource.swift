import RDC

/// What goes into one file: one input's pictures, or several as one set, with
/// the model that codes them.
struct EncodeSource: Sendable {
  /// What to call it in messages.
  let path: String
  let pictures: any PictureStream
  let model: Model
  /// What is worth a word about the way from the input to the pictures; it
  /// grows while a set is read.
  let notes: NoteList
}
