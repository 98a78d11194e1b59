import RDC

/// One input of `rdc encode`: what goes into one file, and the model that codes
/// it.
struct EncodeInput {
  /// What to call it in messages, and to derive an output's name from.
  let path: String
  let pictures: PictureSet
  let model: Model
  /// Bits a sample that the source has, where they are more than 8.
  let deepBits: Int?

  /// Loads a path; the model is the named one, else the one of `models` that
  /// codes the pictures.
  ///
  /// A folder is one set, of the first model that holds sets.
  init(
    _ path: String, named: Model?, models: [Model], limits: ImageLimits
  ) throws {
    self.path = path
    if PictureSource.isFolder(path) {
      let candidates = models.filter(\.profile.holdsSets)
      let model = named ?? candidates.first ?? models[0]
      let sets = try PictureSource.paths(inFolder: path).map { file in
        let pictures = try PictureSource.pictures(file, limits: limits)
        return try naming(file) { try model.codec.admit(pictures).asSet }
      }
      pictures = try naming(path) { try PictureSet(joining: sets) }
      self.model = model
      deepBits = nil
      return
    }
    let found = try PictureSource.pictures(path, limits: limits)
    (model, pictures) = try naming(path) {
      try (named.map { [$0] } ?? models).coding(found)
    }
    let depth = found.isSingle ? found.sourceBitDepth : 8
    deepBits = depth > 8 ? depth : nil
  }

  /// Several inputs as one.
  init(joining inputs: [EncodeInput]) throws {
    path = inputs.map(\.path).joined(separator: ", ")
    model = inputs[0].model
    deepBits = nil
    pictures = try PictureSet(joining: inputs.map(\.pictures))
  }
}
