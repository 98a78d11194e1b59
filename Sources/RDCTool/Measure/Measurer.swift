import ImageIO
import Metrics
import RDC

/// Encodes to real bytes, decodes with every head, and measures.
struct Measurer: Sendable {
  let model: Model
  let options: EncoderOptions
  let heads: [Head]
  let execution: Execution

  func measure(
    _ images: IDXImages, labels: IDXLabels?,
    step: (String) -> Void = { _ in },
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> Measurement {
    step("encoding")
    let encoding = try Encoder(
      model: model, options: options, execution: execution
    ).encode(images, compact: false, progress: progress)
    // From the bytes alone, as any reader would.
    let decoder = try Decoder(encoding.bytes, models: [model])
    let yardstick = try Yardstick(
      model, originals: images, labels: labels, execution: execution)
    var figures = [try yardstick.floor()]
    for head in heads {
      step("reading with the \(head.rawValue) head")
      figures.append(
        try yardstick.figures(
          head.rawValue,
          of: try decoder.pictures(head: head, execution: execution)))
    }
    let count = Double(images.count)
    return Measurement(
      model: model.name, fingerprint: model.fingerprint.hex,
      pictures: images.count, nominalBits: encoding.nominalBits,
      fileBytes: encoding.bytes.count, fileBits: encoding.bitsPerPicture,
      payloadBits: Double(encoding.payloadBytes * 8) / count,
      idealBits: encoding.idealBits / count,
      labelAccuracy: try labels.map { labels in
        let read = try decoder.labels(execution: execution).argmaxRows()
        let hits = zip(read, labels.labels).count { $0 == Int($1) }
        return Double(hits) / count
      },
      heads: figures)
  }
}
