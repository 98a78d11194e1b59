import RDC
import Support

/// The pictures of one input: a picture's file, or an IDX file.
enum PictureSource {
  /// What the names of pictures in a folder end in.
  static let endings = [".png", ".ppm", ".pgm", ".pnm"]

  /// The pictures of a file; `-` is stdin.
  static func pictures(
    _ path: String, limits: ImageLimits
  ) throws -> PictureSet {
    let bytes = try InputBytes.read(path, limit: limits.maxBytes)
    return try naming(path) {
      let pictures = try PictureSet(file: bytes, limits: limits)
      guard pictures.count > 0 else {
        throw FileFailure(path: path, reason: "holds no picture")
      }
      return pictures
    }
  }

  /// The paths of all inputs, folders taken apart.
  static func paths(_ inputs: [String]) throws -> [String] {
    try InputFiles(inputs, endings: endings).files.map(\.path)
  }

  /// Width and height as the head of a file claims them; nil if it has none.
  static func size(_ path: String) -> (width: Int, height: Int)? {
    guard path != "-", let head = try? BoundedFile.head(path, count: 512)
    else { return nil }
    return PictureReader.size(head: head)
  }

  /// Whether a path is that of an IDX file that can be read more than once.
  static func isIDXFile(_ path: String) -> Bool {
    guard path != "-", let head = try? BoundedFile.head(path, count: 3) else {
      return false
    }
    return PictureSet.isIDX(head)
  }
}
