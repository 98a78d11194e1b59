import Codec
import Container
import EntropyCoding
import NeuralInference
import PictureFiles

/// An encoder at one rung, with its graphs and tables loaded.
public struct LatentVectorRungEncoder: Sendable {
  /// Pictures as the search reads them.
  struct Seen {
    /// Samples on [0, 1].
    var pictures: [Float]
    /// What the guide classifier sees in each; none at effort 0.
    var labels: [Int]
    var count: Int
  }

  private let model: Model
  private let rung: VectorRung
  private let search: VectorSearch
  private let guide: LatentVectorClassifier?
  private let options: LatentVectorOptions
  private let execution: Execution

  init(
    model: Model, rung number: Int, guide: LatentVectorClassifier?,
    options: LatentVectorOptions, execution: Execution
  ) throws(RDCError) {
    self.model = model
    rung = try VectorRung(model, number: number)
    search = try VectorSearch(rung, effort: options.effort)
    self.guide = guide
    self.options = options
    self.execution = execution
  }

  /// Encodes pictures of the model's size, as ``LatentVectorEncoder`` does.
  public func encode(
    _ images: IDXImages, compact: Bool = true,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(RDCError) -> LatentVectorEncoding {
    try encode(
      Self.seen(images, model, guide, execution),
      compact: compact && images.count == 1, progress: progress)
  }

  /// Checks that there are pictures and that the model takes them, and reads them.
  static func seen(
    _ images: IDXImages, _ model: Model, _ guide: LatentVectorClassifier?,
    _ execution: Execution
  ) throws(RDCError) -> Seen {
    guard images.count > 0 else { throw .noPictures }
    try model.check(width: images.width, height: images.height, colour: false)
    let pictures = SampleScale.values(images.samples)
    return Seen(
      pictures: pictures,
      labels: try guide?.logits(pictures, execution: execution).argmaxRows()
        ?? [],
      count: images.count)
  }

  func encode(
    _ seen: Seen, compact: Bool,
    progress: @escaping @Sendable (Int) -> Void
  ) throws(RDCError) -> LatentVectorEncoding {
    let indices = try search.indices(
      of: seen.pictures, labels: seen.labels, seed: options.seed,
      execution: execution, progress: progress)
    let payload = try VectorPayload.encode(
      indices, rung: rung, seed: options.seed)
    let file: RDCFile
    do {
      file = try RDCFile(
        face: compact ? .compact : .archive(count: UInt64(seen.count)),
        quality: UInt8(rung.number), fingerprint: model.fingerprint,
        seed: options.seed, payload: payload.bytes)
    } catch {
      throw .container(error)
    }
    return LatentVectorEncoding(
      bytes: file.serialize(), count: seen.count, rung: rung.number,
      nominalBits: rung.description.bits, payloadBytes: payload.bytes.count,
      payloadBits: payload.bitCount, idealBits: payload.idealBits)
  }
}
