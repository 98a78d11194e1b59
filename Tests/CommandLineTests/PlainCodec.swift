import ModelPack
import RDC
import Support

/// A third kind of model, which no source knows: it keeps the upper half of
/// each sample. Everything that a kind needs is in this file.
struct PlainCodec: PictureCodec {
  static let kind = "plain"
  let pack: ModelPack
  let heads: [Head] = [.distortion, "bright"]
  let profile = CodecProfile(pictures: "any small gray picture")

  init(_ pack: ModelPack) { self.pack = pack }

  func encoder(_ options: EncodingOptions, _ execution: Execution)
    -> any PictureEncoder
  { PlainEncoder(fingerprint: pack.fingerprint) }

  func open(_ file: RDCFile, _ limits: Limits, _ execution: Execution)
    throws(RDCError) -> any OpenedFile
  {
    guard let size = file.dimensions,
      file.payload.count == checkedProduct(size.width, size.height)
    else { throw .unexpectedField("payload") }
    return PlainFile(width: size.width, height: size.height, file: file)
  }
}

private struct PlainEncoder: PictureEncoder {
  let fingerprint: UInt32

  func encode(
    _ pictures: PictureSet, progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    do {
      let file = try RDCFile(
        face: .archive(count: 1), quality: 0, fingerprint: fingerprint,
        dimensions: Dimensions(width: pictures.width, height: pictures.height),
        payload: pictures.samples.map { $0 >> 4 })
      return Encoding(file, of: pictures, at: .standard)
    } catch { throw .container(error) }
  }
}

private struct PlainFile: OpenedFile, HeadReader {
  let count = 1
  let width: Int
  let height: Int
  let file: RDCFile
  var bias: UInt8 = 0

  func reader(of head: Head, strength: Float) -> any HeadReader {
    PlainFile(
      width: width, height: height, file: file,
      bias: head == .distortion ? 0 : 15)
  }

  func pictures(pick: Int?, _ execution: Execution) -> PictureSet {
    PictureSet(
      count: 1, width: width, height: height, colorSpace: .gray,
      samples: file.payload.map { $0 << 4 | bias }, isSingle: true)
  }
}
