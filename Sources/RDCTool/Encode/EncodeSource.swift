import RDC

/// What goes into one file: one input's pictures, or several as one set, with
/// the model that codes them.
struct EncodeSource {
  /// What to call it in messages.
  let path: String
  private(set) var pictures: PictureSet
  let model: Model
  /// What is worth a word about the way from the input to the pictures.
  private(set) var notes: [String] = []

  /// Loads one input, for the model that was asked for, if one was. Where
  /// metadata are left out, the pixels are turned as they say.
  init(
    _ path: String, named: Model?, models: [Model], limits: ImageLimits,
    strips: Bool
  ) throws {
    self.path = path
    let bytes = try InputBytes.read(path)
    let name = path == "-" ? "standard input" : path
    if PictureSet.isIDX(bytes) {
      let images = try naming(name) {
        try IDXImages.parse(bytes, limits: limits)
      }
      guard images.count > 0 else {
        throw FileFailure(path: name, reason: "holds no picture")
      }
      (model, pictures) = try naming(name) {
        try (named.map { [$0] } ?? models).coding(PictureSet(images))
      }
      return
    }
    var notes: [String] = []
    let found = try naming(name) {
      var picture = try PictureReader.read(bytes, limits: limits)
      if picture.sourceBitDepth > 8 {
        notes.append("\(picture.sourceBitDepth) bits a sample, coded at 8")
      }
      if picture.sourceFrames > 1 {
        notes.append(
          "an animation of \(picture.sourceFrames) frames; the first is coded")
      }
      if strips, picture.orientation != .none {
        picture = try picture.turned(picture.orientation)
        notes.append("turned upright, as the Exif data say that are left out")
      }
      return PictureSet(picture)
    }
    (model, pictures) = try naming(name) {
      try (named.map { [$0] } ?? models).coding(found)
    }
    if named == nil, let size = model.profile.size,
      let other = models.last(where: { $0.profile.size == nil })
    {
      notes.append(
        "coded by the model \(model.name), made for pictures of "
          + "\(size.width)×\(size.height); --model \(other.name) takes any "
          + "picture")
    }
    self.notes = notes
  }

  /// Several inputs as one set, with the pictures' names if there are any.
  ///
  /// - Throws: ``UsageFailure`` unless one model codes all of them and holds
  ///   sets.
  init(
    joining sources: [EncodeSource], names: PictureNames?, path: String
  ) throws {
    self.path = path
    model = sources[0].model
    for source in sources
    where !source.model.profile.holdsSets
      || source.model.fingerprint != model.fingerprint
    {
      throw UsageFailure(
        "\(source.path): its model \(source.model.name) does not put several "
          + "pictures into one file; name a folder with --output")
    }
    pictures = try naming(path) {
      try PictureSet(joining: sources.map(\.pictures)).asSet
    }
    pictures.names = names
    for note in sources.flatMap(\.notes) where !notes.contains(note) {
      notes.append(note)
    }
  }

  /// Adds what is worth a word.
  mutating func note(_ text: String) { notes.append(text) }
}
