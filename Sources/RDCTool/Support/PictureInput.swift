import Foundation
import ImageIO
import RDC

/// The pictures of one input: a PNG, a folder of them, or an IDX file.
struct PictureInput {
  /// What to call the input in messages, and to derive an output's name from.
  let path: String
  let images: IDXImages
  /// Whether it is one picture by itself rather than a set.
  let isSingle: Bool

  /// Loads a path; `-` is stdin.
  init(_ path: String, for model: Model) throws {
    self.path = path
    var isFolder: ObjCBool = false
    if path != "-",
      FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      images = try Self.folder(path, model)
      isSingle = false
      return
    }
    let bytes = try InputBytes.read(path)
    (images, isSingle) = try naming(path) {
      if Self.looksLikeIDX(bytes) {
        let set = try IDXImages.parse(bytes)
        try model.check(
          width: set.width, height: set.height, colour: false)
        return (set, false)
      }
      return (try model.grayPicture(PNGReader.read(bytes)), true)
    }
    guard images.count > 0 else {
      throw FileFailure(path: path, reason: "holds no picture")
    }
  }

  /// gzip, or the magic number of unsigned bytes in three dimensions.
  private static func looksLikeIDX(_ bytes: [UInt8]) -> Bool {
    Gzip.isGzip(bytes) || bytes.starts(with: [0, 0, 8])
  }

  /// Every PNG of a folder in the order of their names.
  private static func folder(
    _ path: String, _ model: Model
  ) throws -> IDXImages {
    let names = try naming(path) {
      try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.lowercased().hasSuffix(".png") }.sorted()
    }
    guard !names.isEmpty else {
      throw FileFailure(path: path, reason: "a folder without PNG files")
    }
    let format = model.pack.description.picture
    var samples: [UInt8] = []
    for name in names {
      let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      let bytes = try InputBytes.read(file)
      try naming(file) {
        samples += try model.grayPicture(PNGReader.read(bytes)).samples
      }
    }
    return IDXImages(
      count: names.count, height: format.height, width: format.width,
      samples: samples)
  }
}
