import Support

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files that the arguments of a command name, folders looked through.
struct InputFiles {
  /// One file, and where it lies in what was named.
  struct File: Sendable, Equatable {
    /// As it is opened; `-` is standard input.
    var path: String
    /// Below the named folder; the last component for a named file.
    var relativePath: String
    /// The folder that was named, if one was.
    var folder: String?
  }

  /// All files in the order of the arguments, folders in natural order.
  let files: [File]

  /// - Parameters:
  ///   - arguments: files, folders, or `-`.
  ///   - endings: what names in a folder end in, to be taken; in lower case.
  ///     A named file is taken whatever its name.
  /// - Throws: ``FileFailure`` for a folder that cannot be read or has no such
  ///   file.
  init(_ arguments: [String], endings: [String]) throws {
    files = try arguments.flatMap { path -> [File] in
      guard path != "-", Folder.exists(path) else {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return [File(path: path, relativePath: name, folder: nil)]
      }
      let found = try Self.names(in: path, endings)
      guard !found.isEmpty else {
        throw FileFailure(
          path: path,
          reason: "a folder without files that end in "
            + endings.joined(separator: ", "))
      }
      let stem = path.hasSuffix("/") ? path : path + "/"
      return found.map {
        File(path: stem + $0, relativePath: $0, folder: path)
      }
    }
  }

  /// Paths below a folder, and those below its folders. Hidden files and
  /// folders are passed over, as by a shell's `*`; folders behind links too,
  /// since they may lead back.
  private static func names(
    in folder: String, _ endings: [String], below prefix: String = "",
    depth: Int = 0
  ) throws -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FileFailure(path: folder, reason: "cannot be read")
    }
    var found: [String] = []
    for name in NaturalOrder.sorted(names) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      if Folder.exists(path) {
        let isLink =
          (try? FileManager.default.destinationOfSymbolicLink(atPath: path))
          != nil
        guard !isLink, depth < 64 else { continue }
        found += try Self.names(
          in: path, endings, below: prefix + name + "/", depth: depth + 1)
      } else if endings.contains(where: name.lowercased().hasSuffix) {
        found.append(prefix + name)
      }
    }
    return found
  }
}
