import ImageIO
import Metrics
import RDC

/// Encodes photos to real bytes, decodes with every head, and measures.
struct PhotoMeasurer: Sendable {
  let model: Model
  let options: PhotoOptions
  let heads: [Head]
  let execution: Execution

  /// - Parameter progress: called with the photos done so far.
  func measure(
    _ photos: [(path: String, picture: Picture)], progress: (Int) -> Void
  ) throws -> PhotoMeasurement {
    var rows: [PhotoMeasurement.Photo] = []
    for (path, picture) in photos {
      rows.append(try naming(path) { try measure(path, picture) })
      progress(rows.count)
    }
    let means = heads.enumerated().map { index, head in
      let own = rows.map { $0.heads[index] }
      return PhotoMeasurement.Figures(
        head: head.rawValue, psnr: Self.mean(own.map(\.psnr)),
        msSSIM: Self.mean(own.map(\.msSSIM)),
        patchSlicedWasserstein: Self.mean(own.map(\.patchSlicedWasserstein)))
    }
    return PhotoMeasurement(
      model: model.name, fingerprint: model.fingerprint.hex, photos: rows,
      bitsPerPixel: Self.mean(rows.map(\.bitsPerPixel)) ?? 0, heads: means)
  }

  private func measure(
    _ path: String, _ picture: Picture
  ) throws -> PhotoMeasurement.Photo {
    let encoder = try PhotoEncoder(
      model: model, options: options, execution: execution)
    let clock = ContinuousClock()
    let start = clock.now
    let encoding = try encoder.encode(picture)
    let seconds = start.duration(to: clock.now) / .seconds(1)
    // From the bytes alone, as any reader would.
    let decoder = try PhotoDecoder(
      encoding.bytes, models: [model], limits: options.limits,
      execution: execution)
    let original = try Self.samples(picture)
    let figures = try heads.map { head in
      let read = try decoder.picture(head: head, execution: execution)
      let samples = try Self.samples(read)
      let psnr = try Distortion.peakSignalToNoise(
        picture.samples, read.samples)
      let side = min(picture.width, picture.height)
      return PhotoMeasurement.Figures(
        head: head.rawValue, psnr: psnr.isFinite ? psnr : nil,
        msSSIM: try MultiScaleSSIM.largestScaleCount(
          width: picture.width, height: picture.height
        ).map { try MultiScaleSSIM(scales: $0).similarity(original, samples) },
        patchSlicedWasserstein: side < 13
          ? nil : try PatchSlicedWasserstein().distance(original, samples).mean)
    }
    return PhotoMeasurement.Photo(
      path: path, width: encoding.width, height: encoding.height,
      bytes: encoding.bytes.count, bitsPerPixel: encoding.bitsPerPixel,
      quality: encoding.quality, encodeSeconds: seconds, heads: figures)
  }

  private static func samples(_ picture: Picture) throws -> PictureSamples {
    try PictureSamples(
      bytes: picture.samples, width: picture.width, height: picture.height,
      channels: picture.colorSpace.channels)
  }

  /// The mean; nil if any is missing.
  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    guard known.count == values.count, !known.isEmpty else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }
}
