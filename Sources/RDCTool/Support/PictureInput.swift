import RDC

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The pictures of one input: a PNG, a folder of them, or an IDX file.
struct PictureInput {
  /// What to call the input in messages, and to derive an output's name from.
  let path: String
  let images: IDXImages
  /// Whether it is one picture by itself rather than a set.
  let isSingle: Bool

  /// All inputs as one set; a single one stays what it is.
  init(joining inputs: [PictureInput]) {
    path = inputs.map(\.path).joined(separator: ", ")
    images = .joined(inputs.map(\.images))
    isSingle = inputs.count == 1 && inputs[0].isSingle
  }

  /// Whether a path is that of a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path != "-" && stat(path, &status) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Loads a path; `-` is stdin. `bytes` are the file's, if they are there
  /// already.
  init(_ path: String, bytes: [UInt8]? = nil, for model: Model) throws {
    self.path = path
    if Self.isFolder(path) {
      images = try Self.folder(path, model)
      isSingle = false
      return
    }
    let bytes = try bytes ?? InputBytes.read(path)
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
  static func looksLikeIDX(_ bytes: [UInt8]) -> Bool {
    Gzip.isGzip(bytes) || bytes.starts(with: [0, 0, 8])
  }

  /// The paths of a folder's PNG files in the order of their names.
  static func pictures(inFolder path: String) throws -> [String] {
    let names = try naming(path) {
      try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.lowercased().hasSuffix(".png") }.sorted()
    }
    guard !names.isEmpty else {
      throw FileFailure(path: path, reason: "a folder without PNG files")
    }
    return names.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }

  /// Every PNG of a folder.
  private static func folder(
    _ path: String, _ model: Model
  ) throws -> IDXImages {
    let files = try pictures(inFolder: path)
    let format = try model.latentVector().picture
    var samples: [UInt8] = []
    for file in files {
      let bytes = try InputBytes.read(file)
      try naming(file) {
        samples += try model.grayPicture(PNGReader.read(bytes)).samples
      }
    }
    return IDXImages(
      count: files.count, height: format.height, width: format.width,
      samples: samples)
  }
}
