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

  /// Pictures that are read, searched and written together.
  private static let block = 1024

  /// Finds the indices and writes them, a block of pictures at a time: what
  /// grows with the stream are the bytes of the file alone. The guide tells the
  /// search what a picture shows.
  func encode(
    _ stream: any PictureStream, _ guide: VectorClassifier?, isCompact: Bool,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    let total = stream.count
    try options.limits.checkMemory(
      VectorMemory(rung, count: total).encoding(
        min(total, Self.block), held: stream.heldBytes,
        runs: search.memory() + (guide?.memory(execution) ?? 0),
        threads: execution.threads))
    var writer = VectorWriter(rung, seed: options.seed)
    try stream.forEachBlock(of: Self.block) { block throws(RDCError) in
      let seen = try SeenPictures(codec.admit(block), guide, execution)
      let first = writer.count
      let indices = try search.indices(
        of: seen, first: first, seed: options.seed, execution: execution
      ) { progress(Progress(first + $0, of: total)) }
      try writer.append(indices)
    }
    let count = writer.count
    guard count > 0 else { throw .noPictures }
    let payload = writer.finish()
    let size = codec.description.picture
    var encoding = try Encoding(
      payload.bytes, count: count, width: size.width, height: size.height,
      by: codec.pack, at: .rung(rung.number), quality: UInt8(rung.number),
      seed: options.seed, sections: stream.namesSections(),
      statesSize: false, isCompact: isCompact)
    encoding.payloadBits = payload.bitCount
    encoding.idealBits = payload.idealBits
    encoding.nominalBits = rung.description.bits
    return encoding
  }
}
