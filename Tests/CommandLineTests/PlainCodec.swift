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

  func outline(_ file: RDCFile) -> PictureOutline {
    PictureOutline(
      count: 1, width: file.dimensions?.width ?? 0,
      height: file.dimensions?.height ?? 0, colorSpace: .gray)
  }

  func open(
    _ file: RDCFile, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile {
    guard let size = file.dimensions,
      file.payload.count == checkedProduct(size.width, size.height)
    else { throw .unexpectedField("payload") }
    return PlainFile(
      width: size.width, height: size.height, samples: file.payload)
  }
}

private struct PlainFile: OpenedFile, HeadReader {
  let width: Int
  let height: Int
  var samples: [UInt8]

  func reader(of head: Head, strength: Float) -> any HeadReader {
    var read = self
    let lower: UInt8 = head == .distortion ? 0 : 15
    read.samples = samples.map { $0 << 4 | lower }
    return read
  }

  func pictures(pick: Int?, _ execution: Execution) -> PictureSet {
    PictureSet(
      Picture(
        width: width, height: height, colorSpace: .gray, samples: samples))
  }
}
