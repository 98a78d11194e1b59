import Foundation
import RDC
import TestSupport

/// Files of `Fixtures` to begin with.
enum Seeds {
  /// All files below a folder of `Fixtures` whose names end so, at most `limit`
  /// bytes long.
  static func files(
    _ folder: String, ending: String, limit: Int = 1 << 13
  ) throws -> [[UInt8]] {
    let manager = FileManager.default
    let root = "\(Fixture.folder)/\(folder)"
    let names = try manager.subpathsOfDirectory(atPath: root)
    return try names.filter { $0.hasSuffix(ending) }.sorted().map {
      try Fixture.bytes("\(folder)/\($0)")
    }.filter { $0.count <= limit }
  }

  /// What a fuzzer once found for a target.
  static func findings(_ target: String) throws -> [[UInt8]] {
    let folder = "fuzz/\(target)"
    guard FileManager.default.fileExists(atPath: "\(Fixture.folder)/\(folder)")
    else { return [] }
    return try files(folder, ending: "")
  }
}
