import Codec
import PictureFiles

/// Writes pictures as a `.rdc` file. `LatentVectorDecoder` is its inverse.
///
/// One picture becomes a compact file, several an archive.
public struct LatentVectorEncoder: Sendable {
  private let model: Model
  private let options: LatentVectorOptions
  private let execution: Execution

  /// An encoder for one model.
  public init(
    model: Model, options: LatentVectorOptions = LatentVectorOptions(),
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
  ) throws(RDCError) -> LatentVectorEncoding {
    let vector = try model.latentVector()
    let rungs = vector.rungs
    let guide = try guide()
    let seen = try LatentVectorRungEncoder.seen(images, model, guide, execution)
    let compact = compact && images.count == 1
    func encode(rung: Int) throws(RDCError) -> LatentVectorEncoding {
      try prepare(rung, guide).encode(
        seen, compact: compact, progress: progress)
    }
    let bits: Double
    switch options.rate {
    case .standard:
      return try encode(rung: vector.defaultRung)
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

  /// Loads a rung once, for those who encode with it again and again.
  public func prepared(rung: Int) throws(RDCError) -> LatentVectorRungEncoder {
    try prepare(rung, guide())
  }

  private func prepare(
    _ rung: Int, _ guide: LatentVectorClassifier?
  ) throws(RDCError) -> LatentVectorRungEncoder {
    try LatentVectorRungEncoder(
      model: model, rung: rung, guide: guide, options: options,
      execution: execution)
  }

  /// The guide classifier; none at effort 0.
  private func guide() throws(RDCError) -> LatentVectorClassifier? {
    options.effort > 0 ? try LatentVectorClassifier(model, .guide) : nil
  }
}
