import RDC

/// Loads inputs for the model that was asked for, if one was, or else for the
/// one that codes them.
struct EncodeLoader: Sendable {
  let models: ModelChoice
  let limits: ImageLimits
  /// Whether metadata are left out, so that pixels have to be turned as they
  /// say.
  let strips: Bool

  /// One input. An IDX file is read as it is encoded, if it can be read twice.
  func source(_ path: String) throws -> EncodeSource {
    let name = path == "-" ? "standard input" : path
    if PictureSource.isIDXFile(path) {
      return try naming(name) {
        let file = try IDXFile(path, limits: limits)
        guard let first = try file.first() else { throw empty(name) }
        return EncodeSource(
          path: path, pictures: file, model: try models.coding(first).model,
          notes: NoteList())
      }
    }
    let bytes = try InputBytes.read(path, limit: limits.maxBytes)
    return try naming(name) {
      if PictureSet.isIDX(bytes) {
        let images = try IDXImages.parse(bytes, limits: limits)
        guard images.count > 0 else { throw empty(name) }
        let (model, pictures) = try models.coding(PictureSet(images))
        return EncodeSource(
          path: path, pictures: pictures, model: model, notes: NoteList())
      }
      return try picture(bytes, path)
    }
  }

  private func picture(_ bytes: [UInt8], _ path: String) throws -> EncodeSource
  {
    let notes = NoteList()
    var picture = try PictureReader.read(bytes, limits: limits)
    if picture.sourceBitDepth > 8 {
      notes.add("\(picture.sourceBitDepth) bits a sample, coded at 8")
    }
    if picture.sourceFrames > 1 {
      notes.add(
        "an animation of \(picture.sourceFrames) frames; the first is coded")
    }
    if strips, picture.orientation != .none {
      picture = try picture.turned(picture.orientation)
      notes.add("turned upright, as the Exif data say that are left out")
    }
    let (model, pictures) = try models.coding(PictureSet(picture))
    if models.named == nil, let size = model.profile.size {
      notes.add(
        "coded by the model \(model.name), made for pictures of "
          + "\(size.width)×\(size.height); --model takes another one of "
          + "those that 'rdc models' lists")
    }
    return EncodeSource(
      path: path, pictures: pictures, model: model, notes: notes)
  }

  private func empty(_ name: String) -> FileFailure {
    FileFailure(path: name, reason: "holds no picture")
  }
}
