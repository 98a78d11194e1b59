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

  /// Writes a picture by itself, from the file of this name.
  func write(_ picture: Picture, of name: String) throws {
    let output = try PictureOutput(path: path)
    let bytes = try naming(name) {
      try output.bytes(of: picture, threads: threads)
    }
    try OutputFile.write(bytes, to: path, force: force)
    if output != .png, !picture.metadata.isEmpty {
      console.status("\(path): the format has no place for the metadata")
    }
  }

  /// Writes a set of pictures as they are read.
  func write(_ pictures: DecodedPictures) throws {
    let meter =
      isAlone ? console.progress("Decoding", total: pictures.count) : nil
    defer { meter?.finish() }
    if case .idx(let isGzipped) = try? PictureOutput(path: path) {
      try writeIDX(pictures, isGzipped: isGzipped, meter)
    } else {
      try writeFolder(pictures, meter)
    }
  }

  private var isIDX: Bool {
    if case .idx = try? PictureOutput(path: path) { true } else { false }
  }

  private func writeIDX(
    _ pictures: DecodedPictures, isGzipped: Bool, _ meter: ProgressMeter?
  ) throws {
    var output = try IDXOutput(path, isGzipped: isGzipped, force: force)
    try output.write(
      IDXImages.header(
        count: pictures.count, height: pictures.height, width: pictures.width))
    for block in pictures.blocks {
      guard let images = try pictures.read(block).idx else {
        throw FileFailure(
          path: path, reason: "an IDX file holds only gray pictures")
      }
      try output.write(images.samples)
      meter?.show(block.upperBound)
    }
    try output.publish()
  }

  private func writeFolder(
    _ pictures: DecodedPictures, _ meter: ProgressMeter?
  ) throws {
    let names = (pictures.names?.names ?? numbers(pictures.count)).map {
      $0 + ".png"
    }
    var blocks = pictures.blocks.makeIterator()
    var block = 0..<0
    var held: PictureSet?
    try OutputFile.writeFolder(path, names: names, force: force) { index in
      // They come in order.
      while !block.contains(index), let next = blocks.next() {
        held = try pictures.read(next)
        block = next
      }
      guard let held else { throw RDCError.noPictures }
      meter?.show(index + 1)
      return try held.png(at: index - block.lowerBound)
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
