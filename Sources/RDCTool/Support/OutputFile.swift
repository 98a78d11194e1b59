import Support

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes results so that nothing is lost: beside the target, then renamed.
enum OutputFile {
  /// Whether something may be written to a path; asked before long work.
  static func checkWritable(_ path: String, force: Bool) throws {
    guard path != "-", !force else { return }
    if FileManager.default.fileExists(atPath: path) {
      throw FileFailure(
        path: path, reason: "exists already; --force overwrites it")
    }
  }

  /// Writes a file, or standard output for `-`.
  static func write(_ bytes: [UInt8], to path: String, force: Bool) throws {
    if path == "-" {
      try StandardStream.output.write(bytes)
    } else {
      try AtomicFile.write(bytes, to: path, overwrite: force)
    }
  }

  /// Fills a folder beside its target and renames it.
  ///
  /// With `force` an existing folder is replaced as a whole once the new one
  /// is complete; one that holds anything but PNG files is left alone.
  static func writeFolder(
    _ path: String, force: Bool, _ fill: (String) throws -> Void
  ) throws {
    let files = FileManager.default
    let target = path.hasSuffix("/") ? String(path.dropLast()) : path
    let partial = "\(target).\(UUID().uuidString.prefix(8)).partial"
    do {
      try checkWritable(target, force: force)
      try files.createDirectory(
        atPath: partial, withIntermediateDirectories: false)
      try fill(partial)
      if files.fileExists(atPath: target) {
        try checkReplaceable(target)
        try files.removeItem(atPath: target)
      }
      try files.moveItem(atPath: partial, toPath: target)
    } catch {
      try? files.removeItem(atPath: partial)
      throw error
    }
  }

  private static func checkReplaceable(_ folder: String) throws {
    let names = try naming(folder) {
      try FileManager.default.contentsOfDirectory(atPath: folder)
    }
    guard names.allSatisfy({ $0.lowercased().hasSuffix(".png") }) else {
      throw FileFailure(
        path: folder, reason: "holds more than PNG files, so it is kept")
    }
  }
}
