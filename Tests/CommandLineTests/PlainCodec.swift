import ModelPack
import RDC
import Support

/// A third kind of model, which no source knows: it keeps the upper half of
/// each sample. Everything that a kind needs is in this file.
struct PlainCodec: PictureCodec, PictureEncoder {
  static let kind = "plain"
  let pack: ModelPack
  let heads: [Head] = [.distortion, "bright"]
  let profile = CodecProfile(pictures: "any small gray picture")

  init(_ pack: ModelPack) { self.pack = pack }

  func encode(
    _ pictures: PictureSet, progress: (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    try Encoding(pictures.samples.map { $0 >> 4 }, of: pictures, by: pack)
  }

  func open(
    _ file: RDCFile, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile {
    guard let size = file.dimensions,
      file.payload.count == checkedProduct(size.width, size.height)
    else { throw .unexpectedField("payload") }
    return PlainFile(
      width: size.width, height: size.height, halves: file.payload)
  }
}

private struct PlainFile: OpenedFile {
  let width: Int
  let height: Int
  let halves: [UInt8]

  func reader(of head: Head, strength: Float) -> any HeadReader {
    PictureSet(
      count: 1, width: width, height: height, colorSpace: .gray,
      samples: halves.map { $0 << 4 | (head == .distortion ? 0 : 15) },
      isSingle: true)
  }
}
