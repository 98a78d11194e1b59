import Container
import EntropyCoding
import ImageIO
import NeuralInference

/// Writes pictures as a `.rdc` file. `Decoder` is its inverse.
///
/// One picture becomes a compact file, several an archive.
public struct Encoder: Sendable {
  private let model: Model
  private let options: EncoderOptions
  private let execution: Execution

  /// An encoder for one model.
  public init(
    model: Model, options: EncoderOptions = EncoderOptions(),
    execution: Execution
  ) {
    self.model = model
    self.options = options
    self.execution = execution
  }

  /// Encodes pictures of the model's size.
  ///
  /// With `.atMost(bits:)` the highest rung is taken at which the file, everything
  /// counted, has no more bits a picture; for a single picture, whose header is
  /// longer than its payload, the payload's bits are held against it.
  ///
  /// - Parameters:
  ///   - compact: whether a single picture is written as a compact file.
  ///   - progress: called from any thread with the pictures done so far.
  public func encode(
    _ images: IDXImages, compact: Bool = true,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(RDCError) -> Encoding {
    guard images.count > 0 else { throw .noPictures }
    try model.check(width: images.width, height: images.height, colour: false)
    let rungs = model.pack.description.rungs
    let pictures = SampleScale.values(images.samples)
    let labels = try guideLabels(pictures, count: images.count)
    let compact = compact && images.count == 1
    func encode(rung: Int) throws(RDCError) -> Encoding {
      try self.encode(
        pictures, labels, count: images.count, compact: compact, rung: rung,
        progress: progress)
    }
    let bits: Double
    switch options.rate {
    case .standard:
      return try encode(rung: model.pack.description.defaultRung)
    case .rung(let number): return try encode(rung: number)
    case .atMost(let limit): bits = limit
    }
    var least = Double.infinity
    for rung in rungs.indices.reversed() {
      let encoding = try encode(rung: rung)
      let rate =
        compact ? Double(encoding.payloadBits) : encoding.bitsPerPicture
      if rate <= bits { return encoding }
      least = min(least, rate)
    }
    throw .rateTooLow(asked: bits, least: least)
  }

  /// Encodes at one rung.
  private func encode(
    _ pictures: [Float], _ labels: [Int], count: Int, compact: Bool,
    rung number: Int, progress: @escaping @Sendable (Int) -> Void
  ) throws(RDCError) -> Encoding {
    let rung = try LatentRung(model, number: number)
    let indices = try LatentSearch(rung, effort: options.effort).indices(
      of: pictures, labels: labels, seed: options.seed, execution: execution,
      progress: progress)
    let payload = try LatentPayload.encode(
      indices, rung: rung, seed: options.seed)
    let file: RDCFile
    do {
      file = try RDCFile(
        face: compact ? .compact : .archive(count: UInt64(count)),
        quality: UInt8(number), fingerprint: model.fingerprint,
        seed: options.seed, payload: payload.bytes)
    } catch {
      throw .container(error)
    }
    return Encoding(
      bytes: file.serialize(), count: count, rung: number,
      nominalBits: rung.description.bits, payloadBytes: payload.bytes.count,
      payloadBits: payload.bitCount, idealBits: payload.idealBits)
  }

  /// What the guide classifier sees in each picture; nothing at effort 0.
  private func guideLabels(
    _ pictures: [Float], count: Int
  ) throws(RDCError) -> [Int] {
    guard options.effort > 0 else { return [] }
    let guide = try Classifier(model, .guide)
    return try guide.logits(pictures, execution: execution).argmaxRows()
  }
}
