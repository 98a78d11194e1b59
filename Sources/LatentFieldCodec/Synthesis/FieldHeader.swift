import Codec
import Container

/// What a photo's file says before any latent is decoded, checked.
struct FieldHeader: Sendable {
  let file: RDCFile
  let model: FieldModel
  let geometry: FieldGeometry
  let payload: FieldPayload
  /// The picture's quality index.
  let quality: Int

  init(
    _ file: RDCFile, _ codec: LatentFieldCodec, _ limits: Limits,
    threads: Int
  ) throws(RDCError) {
    self.file = file
    model = try FieldModel(codec, threads: threads)
    guard file.count == 1 else {
      throw .codec(LatentFieldError.pictureCount(found: file.count))
    }
    guard let dimensions = file.dimensions else {
      throw .codec(LatentFieldError.missingDimensions)
    }
    let (width, height) = (dimensions.width, dimensions.height)
    try limits.check(width: width, height: height)
    geometry = FieldGeometry(width: width, height: height)
    payload = try FieldPayload(file.payload, rows: geometry.cellRows)
    let cells = model.cellLimit(
      payloadBytes: file.payload.count, strips: payload.plan.count)
    guard geometry.cellRows * geometry.cellColumns <= cells else {
      throw .codec(
        LatentFieldError.emptyPayload(
          width: width, height: height,
          limit: cells * FieldGeometry.cell * FieldGeometry.cell))
    }
    quality = Int(file.quality) << 1 | payload.qualityBit
    guard quality <= model.lastQuality else {
      throw .codec(
        LatentFieldError.quality(found: quality, limit: model.lastQuality))
    }
  }

  /// The bytes that decoding takes, from above, with those of the networks.
  func memory(painting: Int, threads: Int) -> Int {
    FieldMemory(
      geometry: geometry, contexts: model.fine, plan: payload.plan,
      threads: threads
    ).decoding(
      channels: (isGray ? 1 : 3) + (file.section(.alpha) == nil ? 0 : 1),
      painting: painting)
  }

  /// Whether the picture has one sample a pixel.
  var isGray: Bool { payload.isGray }
}
