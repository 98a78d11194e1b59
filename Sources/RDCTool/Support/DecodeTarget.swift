import RDC
import Support

/// Where the pictures of one decoded file go: one file, or a folder.
struct DecodeTarget {
  let path: String
  /// Whether it is one picture by itself rather than a set.
  let isSingle: Bool
  let force: Bool
  let console: Console
  /// Whether nothing else shows its progress.
  let isAlone: Bool
  /// How many threads write a picture.
  let threads: Int

  /// Whether `write` could begin.
  ///
  /// - Throws: ``UsageFailure`` for a name that asks for a format that is not
  ///   written, ``FileFailure`` for a file that is there.
  func check() throws {
    if !isSingle, path == "-" {
      throw UsageFailure(
        "an archive needs a folder or an IDX file; name one with --output")
    }
    if isSingle || isIDX {
      _ = try PictureOutput(path: path)
      try OutputFile.checkWritable(path, force: force)
    }
  }

  /// Writes the pictures of a file.
  func write(_ pictures: PictureSet, of name: String) throws {
    if case .idx(let isGzipped) = try? PictureOutput(path: path) {
      guard let images = pictures.idx else {
        throw FileFailure(
          path: path, reason: "an IDX file holds gray pictures alone")
      }
      try OutputFile.write(
        PictureOutput.bytes(of: images, isGzipped: isGzipped), to: path,
        force: force)
    } else if isSingle {
      let output = try PictureOutput(path: path)
      let picture = pictures.picture(at: 0)
      let bytes = try naming(name) {
        try output.bytes(of: picture, threads: threads)
      }
      try OutputFile.write(bytes, to: path, force: force)
      if output != .png, !picture.metadata.isEmpty {
        console.status("\(path): the format has no place for the metadata")
      }
    } else {
      try writeFolder(pictures)
    }
  }

  private var isIDX: Bool {
    if case .idx = try? PictureOutput(path: path) { true } else { false }
  }

  private func writeFolder(_ pictures: PictureSet) throws {
    let names = (pictures.names?.names ?? numbers(pictures.count)).map {
      $0 + ".png"
    }
    let meter =
      isAlone
      ? console.progress("Writing", total: pictures.count) : nil
    defer { meter?.finish() }
    try OutputFile.writeFolder(path, names: names, force: force) { index in
      meter?.show(index + 1)
      return try pictures.png(at: index)
    }
  }

  /// Names for pictures without any: numbers of as many digits each.
  private func numbers(_ count: Int) -> [String] {
    let digits = String(max(0, count - 1)).count
    return (0..<count).map { index in
      let number = String(index)
      return String(repeating: "0", count: digits - number.count) + number
    }
  }
}
