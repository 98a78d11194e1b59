import Codec
import Container
import NeuralInference
import PictureFiles
import Support

/// Reads a photo's file with a head of the reader's choice. The inverse of
/// `LatentFieldEncoder`.
///
/// The latents are decoded and checked once; every head then reads the same.
public struct LatentFieldDecoder: Sendable {
  /// The file's fields.
  public let file: RDCFile
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Whether the picture has one sample a pixel.
  public let isGray: Bool
  /// The quality that the encoder took, 0...100.
  public var quality: Double {
    100 * Double(qualityIndex) / Double(photo.lastQuality)
  }
  /// What the encoder's classifier read in the picture, if the file states it.
  public var statedLabel: String? { label.flatMap { photo.field.labels?[$0] } }
  /// Bytes of each separately coded strip.
  public let stripBytes: [Int]

  private let photo: FieldModel
  private let geometry: FieldGeometry
  private let qualityIndex: Int
  /// Latents in 1/64 step, [rows, columns, channels].
  private let values: [Int32]
  private let label: Int?
  private let alpha: [UInt8]?
  private let metadata: Metadata

  /// Parses a file and decodes its latents.
  ///
  /// - Throws: an ``RDCError`` for any damage: truncated, altered or
  ///   impossible files do not get past this point.
  public init(
    _ bytes: [UInt8], models: [Model], limits: Limits = Limits(),
    execution: Execution
  ) throws(RDCError) {
    let file: RDCFile
    do { file = try RDCFile.parse(bytes) } catch { throw .container(error) }
    try self.init(
      file, model: try Model.named(in: file, among: models), limits: limits,
      execution: execution)
  }

  /// As above, for a file that is parsed and a model that is known.
  ///
  /// - Throws: as above.
  public init(
    _ file: RDCFile, model: Model, limits: Limits, execution: Execution
  ) throws(RDCError) {
    self.file = file
    photo = try FieldModel(model)
    guard file.count == 1 else {
      throw .codec(LatentFieldError.pictureCount(found: file.count))
    }
    guard let dimensions = file.dimensions else {
      throw .codec(LatentFieldError.missingDimensions)
    }
    width = dimensions.width
    height = dimensions.height
    try limits.check(width: width, height: height)
    geometry = FieldGeometry(
      width: width, height: height, block: photo.field.block)
    let payload = try FieldPayload(file.payload, rows: geometry.rows)
    let positions = photo.positionLimit(
      payloadBytes: file.payload.count, strips: payload.plan.count)
    guard geometry.rows * geometry.columns <= positions else {
      throw .codec(
        LatentFieldError.emptyPayload(
          width: width, height: height,
          limit: positions * photo.field.block * photo.field.block))
    }
    try limits.checkMemory(
      geometry.memory(
        contexts: photo.contexts, plan: payload.plan,
        threads: execution.threads, samples: 4, encodes: false))
    isGray = payload.isGray
    qualityIndex = Int(file.quality) << 1 | payload.qualityBit
    guard qualityIndex <= photo.lastQuality else {
      throw .codec(
        LatentFieldError.quality(found: qualityIndex, limit: photo.lastQuality))
    }
    stripBytes = payload.strips.map(\.count)
    (alpha, metadata) = try FieldSections.read(file, pixels: width * height)
    label = try StatedLabel.read(file, photo)
    values = try Self.decode(
      payload, photo, geometry, quality: qualityIndex, seed: file.seed,
      execution: execution)
  }

  /// The model that the file names.
  public var model: Model { photo.model }

  /// The heads that the model has.
  public var heads: [Head] { photo.model.heads }

  /// The picture as a head reads it, with its alpha and metadata.
  ///
  /// - Parameter strength: 0 is the distortion head, 1 the chosen one.
  /// - Throws: ``RDCError/missingHead(_:model:)``.
  public func picture(
    head: Head, strength: Float = 1, execution: Execution
  ) throws(RDCError) -> Picture {
    let samples = try FieldSynthesis(
      photo, head: head, strength: strength
    ).samples(
      of: values, geometry: geometry, quality: qualityIndex, seed: file.seed,
      label: label, isGray: isGray, execution: execution)
    return Picture(
      width: width, height: height, colorSpace: isGray ? .gray : .rgb,
      samples: samples, alpha: alpha, metadata: metadata)
  }

  /// Probabilities of the labels, [1, labels]: what the model's guiding
  /// classifier reads in the picture of the classification head.
  ///
  /// - Throws: ``RDCError/missingClassifier(model:)``,
  ///   ``RDCError/missingHead(_:model:)``, and as
  ///   ``LatentFieldClassifier/logits(_:execution:)``.
  public func labels(execution: Execution) throws(RDCError) -> (
    names: [String], probabilities: Tensor
  ) {
    let classifier = try LatentFieldClassifier(model, .guide)
    let picture = try picture(head: .classification, execution: execution)
    return (
      classifier.labels,
      try classifier.probabilities([picture], execution: execution)
    )
  }

  /// Reads all strips.
  private static func decode(
    _ payload: FieldPayload, _ photo: FieldModel, _ geometry: FieldGeometry,
    quality: Int, seed: UInt64, execution: Execution
  ) throws(RDCError) -> [Int32] {
    let ranges = payload.plan.ranges
    let row = geometry.columns * photo.channels
    return try SharedBuffer.fill(geometry.rows * row) {
      output throws(RDCError) in
      _ = try Parallel.map(ranges.count, threads: execution.threads) {
        strip throws(RDCError) in
        let rows = ranges[strip]
        var pass = FieldPass(
          photo, quality: quality, seed: seed,
          size: (geometry.rows, geometry.columns), strip: rows,
          instructionSet: execution.instructionSet)
        var reader = SymbolReader(payload.strips[strip], photo.tables)
        try pass.run(&reader)
        try reader.finish()
        pass.planes.copyValues(
          to: output.part(rows.lowerBound * row..<rows.upperBound * row))
      }
    }
  }
}
