import Codec

/// What can be wrong with a photo's file, or with a model of photos.
public enum LatentFieldError: CodecError, Equatable {
  /// The quality index is beyond those of the model.
  case quality(found: Int, limit: Int)
  /// The file states no size.
  case missingDimensions
  /// The file states another number of pictures than one.
  case pictureCount(found: UInt64)
  /// The head of the payload is damaged: what, and at which byte.
  case payload(offset: Int, reason: String)
  /// The picture has more pixels than the payload can hold, whatever its bytes.
  case emptyPayload(width: Int, height: Int, limit: Int)
  /// A quality, bits a pixel or bytes that no file can have.
  case rate(String)
  /// A cell of the quality map has a step that no encoder gives it.
  case map(cell: Int, step: Int)
  /// A section holds something else than it must.
  case section(String, reason: String)
  /// No file of this picture is that small.
  case sizeTooSmall(asked: Int, least: Int)
  /// The pack's planes of latents are in a format that this reader lacks.
  case format(found: Int, supported: Int)
  /// The model's tensors do not fit together.
  case model(reason: String)
}

extension LatentFieldError: CustomStringConvertible {
  /// One line for the user.
  public var description: String {
    switch self {
    case .quality(let found, let limit):
      "quality index \(found): expected 0 to \(limit)"
    case .missingDimensions: "the file states no size of its picture"
    case .pictureCount(let found):
      "the file claims \(found) photos, expected 1"
    case .payload(let offset, let reason):
      "payload, byte \(offset): \(reason)"
    case .emptyPayload(let width, let height, let limit):
      "the file claims \(width)x\(height) pixels, but its payload holds at "
        + "most \(limit)"
    case .rate(let text): "no file can have \(text)"
    case .map(let cell, let step):
      "quality map, cell \(cell): step \(step), expected -4 to 8"
    case .section(let name, let reason): "\(name): \(reason)"
    case .sizeTooSmall(let asked, let least):
      "no file of this picture has \(asked) bytes; the least is \(least)"
    case .format(let found, let supported):
      "model pack: photos in format \(found), but this rdc reads format "
        + "\(supported)"
    case .model(let reason): "photo model: \(reason)"
    }
  }
}
