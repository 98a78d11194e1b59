import Codec

/// An encoder at one rung, with its graphs and tables loaded.
struct VectorRungEncoder: Sendable {
  private let codec: LatentVectorCodec
  private let rung: VectorRung
  private let search: VectorSearch
  private let options: EncodingOptions
  private let execution: Execution

  init(
    _ codec: LatentVectorCodec, rung number: Int, _ options: EncodingOptions,
    _ execution: Execution
  ) throws(RDCError) {
    self.codec = codec
    rung = try VectorRung(codec, number: number)
    search = try VectorSearch(rung, effort: options.effort)
    self.options = options
    self.execution = execution
  }

  /// Finds the indices and writes them.
  func encode(
    _ seen: SeenPictures, isCompact: Bool,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    let count = seen.pictures.count
    let indices = try search.indices(
      of: seen.values, labels: seen.labels, seed: options.seed,
      execution: execution
    ) { progress(Progress($0, of: count)) }
    let payload = try VectorPayload.encode(
      indices, rung: rung, seed: options.seed)
    var encoding = try Encoding(
      payload.bytes, of: seen.pictures, by: codec.pack,
      at: .rung(rung.number), quality: UInt8(rung.number), seed: options.seed,
      statesSize: false, isCompact: isCompact)
    encoding.payloadBits = payload.bitCount
    encoding.idealBits = payload.idealBits
    encoding.nominalBits = rung.description.bits
    return encoding
  }
}
