import Container
import EntropyCoding
import ImageIO
import NeuralInference

/// An encoder at one rung, with its graphs and tables loaded.
public struct PreparedEncoder: Sendable {
  /// Pictures as the search reads them.
  struct Seen {
    /// Samples on [0, 1].
    var pictures: [Float]
    /// What the guide classifier sees in each; none at effort 0.
    var labels: [Int]
    var count: Int
  }

  private let model: Model
  private let rung: LatentRung
  private let search: LatentSearch
  private let guide: Classifier?
  private let options: EncoderOptions
  private let execution: Execution

  init(
    model: Model, rung number: Int, guide: Classifier?,
    options: EncoderOptions, execution: Execution
  ) throws(RDCError) {
    self.model = model
    rung = try LatentRung(model, number: number)
    search = try LatentSearch(rung, effort: options.effort)
    self.guide = guide
    self.options = options
    self.execution = execution
  }

  /// Encodes pictures of the model's size, as ``Encoder`` does.
  public func encode(
    _ images: IDXImages, compact: Bool = true,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(RDCError) -> Encoding {
    try encode(
      Self.seen(images, model, guide, execution),
      compact: compact && images.count == 1, progress: progress)
  }

  /// Checks that there are pictures and that the model takes them, and reads them.
  static func seen(
    _ images: IDXImages, _ model: Model, _ guide: Classifier?,
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
  ) throws(RDCError) -> Encoding {
    let indices = try search.indices(
      of: seen.pictures, labels: seen.labels, seed: options.seed,
      execution: execution, progress: progress)
    let payload = try LatentPayload.encode(
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
    return Encoding(
      bytes: file.serialize(), count: seen.count, rung: rung.number,
      nominalBits: rung.description.bits, payloadBytes: payload.bytes.count,
      payloadBits: payload.bitCount, idealBits: payload.idealBits)
  }
}
