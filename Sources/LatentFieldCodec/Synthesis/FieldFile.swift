import Codec
import Container
import NeuralInference
import PictureFiles
import Support

/// A file of a latent field, its latents decoded and checked. The inverse of
/// `FieldEncoder`.
struct FieldFile: OpenedFile {
  let file: RDCFile
  let width: Int
  let height: Int
  /// Whether the picture has one sample a pixel.
  let isGray: Bool
  /// Bytes of each separately coded strip of blocks.
  let stripBytes: [Int]
  let model: FieldModel
  let geometry: FieldGeometry
  let quality: Int
  let latents: FieldLatents
  /// What the encoder's classifier read in the picture, if the file states it.
  let statement: Statement?
  let alpha: [UInt8]?
  let metadata: Metadata

  init(
    _ file: RDCFile, _ codec: LatentFieldCodec, _ limits: Limits,
    _ execution: Execution
  ) throws(RDCError) {
    self.file = file
    model = try FieldModel(codec, threads: execution.threads)
    guard file.count == 1 else {
      throw .codec(LatentFieldError.pictureCount(found: file.count))
    }
    guard let dimensions = file.dimensions else {
      throw .codec(LatentFieldError.missingDimensions)
    }
    width = dimensions.width
    height = dimensions.height
    try limits.check(width: width, height: height)
    geometry = FieldGeometry(width: width, height: height)
    let payload = try FieldPayload(file.payload, rows: geometry.cellRows)
    let cells = model.cellLimit(
      payloadBytes: file.payload.count, strips: payload.plan.count)
    guard geometry.cellRows * geometry.cellColumns <= cells else {
      throw .codec(
        LatentFieldError.emptyPayload(
          width: width, height: height,
          limit: cells * FieldGeometry.cell * FieldGeometry.cell))
    }
    try limits.checkMemory(
      geometry.memory(
        contexts: model.fine, plan: payload.plan,
        threads: execution.threads, samples: 4, encodes: false))
    isGray = payload.isGray
    quality = Int(file.quality) << 1 | payload.qualityBit
    guard quality <= model.lastQuality else {
      throw .codec(
        LatentFieldError.quality(found: quality, limit: model.lastQuality))
    }
    stripBytes = payload.strips.map(\.count)
    metadata = try FieldSections.metadata(of: file)
    alpha = try FieldSections.alpha(of: file, pixels: width * height)
    statement = try Statement.read(file, known: model.labelCount)
    latents = try FieldLatents(
      payload, model, geometry, quality: quality, seed: file.seed,
      execution: execution)
  }

  func facts() throws(RDCError) -> [Fact] {
    let label = statement.flatMap { model.field.labels?[$0.labels[0]] }
    return [
      Fact("colour", .text(isGray ? "gray" : "colour")),
      Fact("quality", .number(model.quality(quality), decimals: 1)),
      Fact("stripBytes", .list(stripBytes.map { .integer($0) })),
    ] + (label.map { [Fact("statedLabel", .text($0))] } ?? [])
  }

  func reader(
    of head: Head, strength: Float
  ) throws(RDCError) -> any HeadReader {
    FieldHeadReader(
      self, try FieldSynthesis(model, head: head, strength: strength))
  }

  /// What the model's guiding classifier reads in the picture of the
  /// classification head, if there is one.
  func classify(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> Classification {
    let classifier = try FieldClassifier(model.codec, .guide)
    let heads = model.codec.heads
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
