import Codec
import Container

/// A file of latent vectors, its indices decoded and checked. The inverse of
/// `VectorEncoder`.
struct VectorFile: OpenedFile {
  let file: RDCFile
  let codec: LatentVectorCodec
  /// The indices of each picture.
  let indices: VectorIndices
  /// What reads labels from them.
  let labels: VectorReader
  private let rung: VectorRung
  private let limits: Limits

  init(
    _ file: RDCFile, _ codec: LatentVectorCodec, _ limits: Limits
  ) throws(RDCError) {
    self.file = file
    self.codec = codec
    self.limits = limits
    guard file.dimensions == nil else {
      throw .unexpectedField("picture dimensions")
    }
    rung = try VectorRung(codec, number: Int(file.quality))
    labels = VectorReader(rung, seed: file.seed)
    indices = try VectorIndices(file, rung, limits)
  }

  var count: Int { indices.count }
  var width: Int { codec.description.picture.width }
  var height: Int { codec.description.picture.height }

  func facts() throws(RDCError) -> [Fact] {
    var writer = VectorWriter(rung, seed: file.seed)
    try writer.append(indices.values)
    let cost = writer.finish()
    return [
      Fact(
        "rung", .integer(rung.number),
        note: "one of the rates that the model has, counted from 0"),
      Fact(
        "nominalBitsPerPicture", .number(rung.description.bits, decimals: 2),
        note: "what the rung is named by, without header and checksum"),
      Fact("codedBits", .integer(cost.bitCount), note: "of the payload"),
      Fact(
        "paddingBits", .integer(8 * file.payload.count - cost.bitCount),
        note: "to the payload's last whole byte"),
      Fact(
        "idealBits", .number(cost.idealBits, decimals: 2),
        note: "what a perfect entropy coder would take"),
    ]
  }

  func reader(
    of head: Head, strength: Float
  ) throws(RDCError) -> any HeadReader {
    VectorHeadReader(
      self,
      try VectorHead(rung, seed: file.seed, head: head, strength: strength))
  }

  /// From the bits alone: a small network reads the indices.
  func classify(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> Classification {
    let places = try places(pick)
    try limits.checkMemory(
      memory.classifying(
        places.count, runs: labels.memory(execution),
        threads: execution.threads))
    return Classification(
      labels: codec.description.labels,
      probabilities: try labels.labels(indices, places, execution: execution))
  }

  /// Checks the memory of reading so many pictures at a time with a head.
  ///
  /// - Throws: as `Limits.checkMemory`, or an error of the pack.
  func checkMemory(
    of head: VectorHead, pictures: Int, _ execution: Execution
  ) throws(RDCError) {
    try limits.checkMemory(
      memory.decoding(
        pictures, runs: head.memory(execution), threads: execution.threads))
  }

  private var memory: VectorMemory { VectorMemory(rung, of: file) }
}
