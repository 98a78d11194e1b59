import RDC

/// One input of `rdc encode` with the model that codes it.
struct EncodeInput {
  enum Content {
    case digits(PictureInput, Model)
    case photo(Picture, Model)
  }

  let path: String
  let content: Content

  /// Loads a path and chooses its model: the named one, else digits for gray
  /// pictures of their size, folders and IDX files, else the first model of
  /// photos.
  init(
    _ path: String, named: Model?, models: [Model], limits: ImageLimits
  ) throws {
    self.path = path
    let digits = named ?? models.first { !$0.isPhoto } ?? models[0]
    let photo = named ?? models.last { $0.isPhoto }
    if PictureInput.isFolder(path) {
      content = .digits(try PictureInput(path, for: digits), digits)
      return
    }
    let bytes = try InputBytes.read(path)
    if PictureInput.looksLikeIDX(bytes) {
      content = .digits(
        try PictureInput(path, bytes: bytes, for: digits), digits)
      return
    }
    content = try naming(path) {
      let picture = try PNGReader.read(bytes, limits: limits)
      if !digits.isPhoto, (try? digits.grayPicture(picture)) != nil {
        return .digits(
          try PictureInput(path, bytes: bytes, for: digits), digits)
      }
      guard let photo, photo.isPhoto else {
        // Says what the digits' model accepts.
        return .digits(
          try PictureInput(path, bytes: bytes, for: digits), digits)
      }
      return .photo(picture, photo)
    }
  }

  /// The digits, if that is what it is.
  var digits: (input: PictureInput, model: Model)? {
    if case .digits(let input, let model) = content {
      (input, model)
    } else {
      nil
    }
  }
}
