import Metrics
import RDC
import Support

/// Encodes photos to real bytes, decodes with every head, and measures.
struct PhotoMeasurer: Sendable {
  let model: Model
  let options: LatentFieldOptions
  let rates: [(name: String, rate: LatentFieldOptions.Rate)]
  let heads: [Head]
  let execution: Execution

  /// - Parameters:
  ///   - labels: the photos' labels, one each.
  ///   - progress: called with the photos done so far.
  func measure(
    _ paths: [String], labels: IDXLabels?, read: (String) throws -> Picture,
    progress: (Int) -> Void
  ) throws -> PhotoMeasurement {
    let encoder = try LatentFieldEncoder(
      model: model, options: options, execution: execution)
    var judge = try labels.map { try PhotoJudge(model, $0, heads, execution) }
    var rows = rates.map { _ in [PhotoMeasurement.Photo]() }
    for (number, path) in paths.enumerated() {
      try naming(path) {
        let picture = try read(path)
        try judge?.see(picture, at: number)
        let photos = try measure(path, picture, encoder) {
          rate, decoder, read in
          try judge?.see(read, of: decoder, at: number, rate: rate)
        }
        for (rate, photo) in photos.enumerated() { rows[rate].append(photo) }
      }
      progress(number + 1)
    }
    let points = try rows.enumerated().map { rate, photos in
      try point(rates[rate].name, photos, judge?.figures(rate: rate))
    }
    return PhotoMeasurement(
      name: "rdc \(model.name) \(model.fingerprint.hex)", model: model.name,
      fingerprint: model.fingerprint.hex, original: try judge?.original(),
      points: points)
  }

  /// One photo at every rate. The patches of all readings are compared at
  /// once, so that those of the original are projected once.
  private func measure(
    _ path: String, _ picture: Picture, _ encoder: LatentFieldEncoder,
    see: (Int, LatentFieldDecoder, [Picture]) throws -> Void
  ) throws -> [PhotoMeasurement.Photo] {
    let original = try Self.samples(picture)
    let scales = MultiScaleSSIM.largestScaleCount(
      width: picture.width, height: picture.height)
    let clock = ContinuousClock()
    var readings: [PictureSamples] = []
    var photos: [PhotoMeasurement.Photo] = []
    for (number, (_, rate)) in rates.enumerated() {
      var start = clock.now
      let encoding = try encoder.at(rate).encode(picture)
      let encodeSeconds = start.duration(to: clock.now) / .seconds(1)
      // From the bytes alone, as any reader would.
      start = clock.now
      let decoder = try LatentFieldDecoder(
        encoding.bytes, models: [model], limits: options.limits,
        execution: execution)
      var decodeSeconds = 0.0
      var read: [Picture] = []
      for head in heads {
        read.append(try decoder.picture(head: head, execution: execution))
        if read.count == 1 {
          decodeSeconds = start.duration(to: clock.now) / .seconds(1)
        }
      }
      try see(number, decoder, read)
      let figures = try zip(heads, read).map { head, read in
        let samples = try Self.samples(read)
        readings.append(samples)
        let psnr = try Distortion.peakSignalToNoise(
          picture.samples, read.samples)
        return PhotoMeasurement.Figures(
          head: head.rawValue, psnr: psnr.isFinite ? psnr : nil,
          msssim: try scales.map {
            try MultiScaleSSIM(scales: $0).similarity(original, samples)
          })
      }
      photos.append(
        PhotoMeasurement.Photo(
          path: path, width: encoding.width, height: encoding.height,
          bytes: encoding.bytes.count, bpp: encoding.bitsPerPixel,
          quality: encoding.quality, encodeSeconds: encodeSeconds,
          decodeSeconds: decodeSeconds, heads: figures))
    }
    guard min(picture.width, picture.height) >= 13 else { return photos }
    let distances = try PatchSlicedWasserstein().distances(
      from: original, to: readings)
    for (place, distance) in distances.enumerated() {
      let (rate, head) = place.quotientAndRemainder(dividingBy: heads.count)
      photos[rate].heads[head].patchSlicedWasserstein = distance.mean
    }
    return photos
  }

  /// The means over all photos.
  private func point(
    _ name: String, _ photos: [PhotoMeasurement.Photo],
    _ seen: PhotoJudge.Point?
  ) throws -> PhotoMeasurement.Point {
    let means = heads.enumerated().map { index, head in
      let own = photos.map { $0.heads[index] }
      return PhotoMeasurement.Figures(
        head: head.rawValue, psnr: Self.mean(own.map(\.psnr)),
        msssim: Self.mean(own.map(\.msssim)),
        patchSlicedWasserstein: Self.mean(own.map(\.patchSlicedWasserstein)),
        accuracy: seen?.heads[index].accuracy,
        crossEntropy: seen?.heads[index].crossEntropy)
    }
    return PhotoMeasurement.Point(
      setting: name, bpp: Self.mean(photos.map(\.bpp)) ?? 0,
      psnr: means.first?.psnr, msssim: means.first?.msssim, heads: means,
      labelAccuracy: seen?.labelAccuracy,
      encodeSeconds: Self.mean(photos.map(\.encodeSeconds)) ?? 0,
      decodeSeconds: Self.mean(photos.map(\.decodeSeconds)) ?? 0,
      photos: photos)
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
