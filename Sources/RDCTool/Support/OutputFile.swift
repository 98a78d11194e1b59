import Support

/// Writes results so that nothing is lost: beside the target, then renamed.
enum OutputFile {
  /// Whether something may be written to a path; asked before long work.
  ///
  /// - Throws: ``UsageFailure`` for bytes that would go to a terminal.
  static func checkWritable(_ path: String, force: Bool) throws {
    guard path != "-" else {
      guard force || !StandardStream.output.isTerminal else {
        throw UsageFailure(
          "the result is no text for a terminal; name a file with --output, "
            + "or --force it")
      }
      return
    }
    try suggestingForce {
      () throws(FileError) in
      try AtomicFile.checkWritable(path, overwrite: force)
    }
  }

  /// Writes a file, or standard output for `-`.
  static func write(_ bytes: [UInt8], to path: String, force: Bool) throws {
    if path == "-" {
      try StandardStream.output.write(bytes)
    } else {
      try suggestingForce { () throws(FileError) in
        try AtomicFile.write(bytes, to: path, overwrite: force)
      }
    }
  }

  /// Begins a file that is written piece by piece and published in the end.
  static func begin(_ path: String, force: Bool) throws -> PendingFile {
    do throws(FileError) {
      return try PendingFile(path, overwrite: force)
    } catch {
      throw suggestingForce(error)
    }
  }

  /// Writes files of the given names into a folder, which is made if it is
  /// missing. Nothing else in it is touched, and without `force` no file of
  /// these names may be there. The closure makes the file of a name.
  static func writeFolder(
    _ path: String, names: [String], force: Bool,
    _ bytes: (Int) throws -> [UInt8]
  ) throws {
    let folder = path.hasSuffix("/") ? path : path + "/"
    let isNew = try Folder.create(path)
    do {
      if !isNew {
        for name in names { try checkWritable(folder + name, force: force) }
      }
      for (index, name) in names.enumerated() {
        // A file is whole when it gets its name; waiting for the disk after
        // each one would take longer than all the rest.
        let content = try bytes(index)
        try suggestingForce { () throws(FileError) in
          try AtomicFile.write(
            content, to: folder + name, overwrite: force, synchronize: false)
        }
      }
    } catch {
      if isNew { Folder.removeIfEmpty(path) }
      throw error
    }
  }

  private static func suggestingForce(
    _ body: () throws(FileError) -> Void
  ) throws {
    do throws(FileError) { try body() } catch { throw suggestingForce(error) }
  }

  private static func suggestingForce(_ error: FileError) -> any Error {
    guard case .alreadyExists(let path) = error else { return error }
    return FileFailure(
      path: path, reason: "exists already; --force overwrites it")
  }
}
