import Codec
import Container

/// Writes pictures of the model's size: a single one as a compact file,
/// several as an archive. `VectorFile` is its inverse.
struct VectorEncoder: PictureEncoder {
  private let codec: LatentVectorCodec
  private let options: EncodingOptions
  private let execution: Execution
  private let guide: VectorClassifier?
  /// The rung that the rate names; none if the rate asks for a search.
  private let chosen: VectorRungEncoder?

  init(
    _ codec: LatentVectorCodec, _ options: EncodingOptions,
    _ execution: Execution
  ) throws(RDCError) {
    self.codec = codec
    self.options = options
    self.execution = execution
    guide = options.effort > 0 ? try VectorClassifier(codec, .guide) : nil
    func rung(_ number: Int) throws(RDCError) -> VectorRungEncoder {
      try VectorRungEncoder(codec, rung: number, options, execution)
    }
    switch options.rate {
    case .standard: chosen = try rung(codec.description.defaultRung)
    case .rung(let number): chosen = try rung(number)
    case .bitsPerPicture: chosen = nil
    default:
      throw .unsupportedRate(
        options.rate, model: codec.pack.name,
        possible: "rungs, and a number of bits a picture")
    }
  }

  func encode(
    _ pictures: PictureSet, progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    try encode(stream: pictures, progress: progress)
  }

  /// Encodes pictures of the model's size; one by itself as a compact file.
  ///
  /// With `.bitsPerPicture` the highest rung of no more nominal bits is taken,
  /// or the next lower one at which the file, everything but names counted,
  /// has no more bits a picture; for a single picture, whose header is longer
  /// than its payload, the payload's bits are counted.
  func encode(
    stream: any PictureStream,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    let isCompact = options.isCompact && stream.isSingle
    if let chosen {
      return try chosen.encode(
        stream, guide, isCompact: isCompact, progress: progress)
    }
    guard case .bitsPerPicture(let limit) = options.rate else {
      preconditionFailure("a rate without a rung is a number of bits")
    }
    var least = Double.infinity
    // Finer rungs would be coded in vain.
    let first = codec.description.rungs.lastIndex { $0.bits <= limit } ?? 0
    for number in (0...first).reversed() {
      let encoding = try VectorRungEncoder(
        codec, rung: number, options, execution
      ).encode(stream, guide, isCompact: isCompact, progress: progress)
      let rate =
        isCompact
        ? Double(encoding.payloadBits ?? 0)
        : Double(8 * (encoding.bytes.count - encoding.sectionBytes))
          / Double(encoding.count)
      if rate <= limit { return encoding }
      least = min(least, rate)
    }
    throw .rateTooLow(asked: limit, least: least)
  }
}
