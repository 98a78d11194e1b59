import Metrics
import RDC
import Support

/// Encodes to real bytes, decodes with every head, and measures.
struct Measurer: Sendable {
  let model: Model
  let options: LatentVectorOptions
  let heads: [Head]
  /// Strengths below 1 to measure besides, of the heads but distortion.
  var dial: [Float] = []
  let execution: Execution

  func measure(
    _ images: IDXImages, labels: IDXLabels?,
    step: (String) -> Void = { _ in },
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> (measurement: Measurement, samples: SampleSheet) {
    step("encoding")
    let clock = ContinuousClock()
    var start = clock.now
    let encoding = try LatentVectorEncoder(
      model: model, options: options, execution: execution
    ).encode(images, compact: false, progress: progress)
    let encodeSeconds = start.duration(to: clock.now) / .seconds(1)
    // From the bytes alone, as any reader would.
    start = clock.now
    let decoder = try LatentVectorDecoder(encoding.bytes, models: [model])
    var decodeSeconds: Double?
    let yardstick = try Yardstick(
      model, originals: images, labels: labels, execution: execution)
    var samples = SampleSheet(count: images.count, labels: labels)
    samples.add("original", images, decisions: yardstick.decisions)
    var figures = [try yardstick.floor()]
    for head in heads {
      step("reading with the \(head.rawValue) head")
      start = clock.now
      let read = try decoder.pictures(head: head, execution: execution)
      decodeSeconds =
        decodeSeconds ?? start.duration(to: clock.now) / .seconds(1)
      let seen = try yardstick.figures(head.rawValue, of: read)
      samples.add(head.rawValue, read, decisions: seen.decisions)
      figures.append(seen.figures)
    }
    let between = try heads.filter { $0 != .distortion }.flatMap { head in
      try dial.map { strength in
        step("reading with the \(head.rawValue) head at \(strength)")
        let read = try decoder.pictures(
          head: head, strength: strength, execution: execution)
        var seen = try yardstick.figures(head.rawValue, of: read).figures
        seen.strength = strength
        seen.confusion = nil
        return seen
      }
    }
    let count = Double(images.count)
    let measurement = Measurement(
      model: model.name, fingerprint: model.fingerprint.hex,
      pictures: images.count, width: images.width, height: images.height,
      labels: try model.latentVector().labels, rung: encoding.rung,
      nominalBits: encoding.nominalBits, fileBytes: encoding.bytes.count,
      payloadBytes: encoding.payloadBytes, fileBits: encoding.bitsPerPicture,
      headerBits: Double((encoding.bytes.count - encoding.payloadBytes) * 8)
        / count,
      payloadBits: Double(encoding.payloadBytes * 8) / count,
      idealBits: encoding.idealBits / count, encodeSeconds: encodeSeconds,
      decodeSeconds: decodeSeconds ?? 0,
      labelAccuracy: try labels.map { labels in
        let read = try decoder.labels(execution: execution).argmaxRows()
        let hits = zip(read, labels.labels).count { $0 == Int($1) }
        return Double(hits) / count
      },
      heads: figures, dial: between)
    return (measurement, samples)
  }
}
