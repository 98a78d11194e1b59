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

/// The pictures of one input: a picture's file, a folder of them, or an IDX
/// file.
enum PictureSource {
  /// Whether a path is that of a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path != "-" && stat(path, &status) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The pictures of a file; `-` is stdin.
  static func pictures(
    _ path: String, limits: ImageLimits
  ) throws -> PictureSet {
    let bytes = try InputBytes.read(path)
    return try naming(path) {
      let pictures = try PictureSet(file: bytes, limits: limits)
      guard pictures.count > 0 else {
        throw FileFailure(path: path, reason: "holds no picture")
      }
      return pictures
    }
  }

  /// The paths of a folder's pictures in the order of their names.
  static func paths(inFolder path: String) throws -> [String] {
    let names = try naming(path) {
      try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.lowercased().hasSuffix(".png") }.sorted()
    }
    guard !names.isEmpty else {
      throw FileFailure(path: path, reason: "a folder without PNG files")
    }
    return names.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }

  /// The paths of all inputs, folders taken apart.
  static func paths(_ inputs: [String]) throws -> [String] {
    try inputs.flatMap { isFolder($0) ? try paths(inFolder: $0) : [$0] }
  }
}
