import Codec
import Container
import NeuralInference
import PictureFiles

/// A file of a latent field, its latents decoded and checked. The inverse of
/// `FieldEncoder`.
struct FieldFile: OpenedFile {
  let header: FieldHeader
  let width: Int
  let height: Int
  /// How many pixels of the picture, on a side, make one that is read.
  let scale: Int
  let latents: FieldLatents
  /// What the encoder's classifier read in the picture, if the file states it.
  let statement: Statement?
  let alpha: [UInt8]?
  let metadata: Metadata
  private let limits: Limits

  /// Decodes all latents, for the whole picture (1) or its half or quarter.
  init(
    _ header: FieldHeader, scale: Int = 1, _ limits: Limits,
    _ execution: Execution
  ) throws(RDCError) {
    self.header = header
    self.scale = scale
    self.limits = limits
    let (file, model) = (header.file, header.model)
    let (geometry, payload) = (header.geometry, header.payload)
    width = FieldGeometry.side(geometry.width, scale: scale)
    height = FieldGeometry.side(geometry.height, scale: scale)
    try limits.checkMemory(
      header.memory(painting: 0, threads: execution.threads))
    metadata = try FieldSections.metadata(of: file)
    alpha = try FieldSections.alpha(of: file, geometry, scale: scale)
    statement = try Statement.read(file, known: model.labelCount)
    latents = try FieldLatents(
      payload, model, geometry, quality: header.quality, seed: file.seed,
      execution: execution)
  }

  /// Checks the memory with what the networks of the chosen heads take.
  ///
  /// - Throws: as `Limits.checkMemory`.
  func checkMemory(painting: Int, threads: Int) throws(RDCError) {
    try limits.checkMemory(header.memory(painting: painting, threads: threads))
  }

  func facts() throws(RDCError) -> [Fact] {
    let model = header.model
    let label = statement.flatMap { model.field.labels?[$0.labels[0]] }
    return [
      Fact("colour", .text(header.isGray ? "gray" : "colour")),
      Fact("quality", .number(model.quality(header.quality), decimals: 1)),
      Fact(
        "stripBytes",
        .list(header.payload.strips.map { .integer($0.count) })),
    ] + (label.map { [Fact("statedLabel", .text($0))] } ?? [])
  }

  func reader(
    of head: Head, strength: Float
  ) throws(RDCError) -> any HeadReader {
    FieldHeadReader(
      self, try FieldSynthesis(header.model, head: head, strength: strength))
  }

  /// What the model's guiding classifier reads in the picture of the
  /// classification head, if there is one.
  func classify(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> Classification {
    let classifier = try FieldClassifier(header.model.codec, .guide)
    try checkMemory(
      painting: FieldMemory.classifier, threads: execution.threads)
    let heads = header.model.codec.heads
    let head: Head =
      heads.contains(.classification) ? .classification : .distortion
    let picture = try reader(of: head, strength: 1).pictures(
      pick: pick, execution)
    return Classification(
      labels: classifier.labels,
      probabilities: try Labels.probabilities(
        classifier.read(picture, execution).logits))
  }
}
