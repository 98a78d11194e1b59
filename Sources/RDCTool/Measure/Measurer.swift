import Metrics
import RDC
import Support

/// Encodes to real bytes, decodes with every head, and measures: any kind of
/// model, any list of figures.
struct Measurer: Sendable {
  let model: Model
  /// How to encode; its rate gives way to each of `rates`.
  let options: EncodingOptions
  let rates: [Rate]
  let heads: [Head]
  /// Strengths below 1 to measure besides, of all heads but distortion.
  var strengths: [Float] = []
  var figures: [any Figure] = Figures.all
  let execution: Execution

  /// Pictures that go into one file, and where they come from.
  struct Input {
    var path: String
    var load: () throws -> PictureSet
  }

  /// What is read from a file: a head, and how far from the distortion head.
  private struct Variant {
    var head: Head
    var strength: Float?
  }

  private var variants: [Variant] {
    heads.map { Variant(head: $0) }
      + heads.filter { $0 != .distortion }.flatMap { head in
        strengths.map { Variant(head: head, strength: $0) }
      }
  }

  /// Codes, reads and measures the inputs.
  ///
  /// There is a label for each picture of all inputs, or none; `progress` is
  /// called with the inputs done so far, and with what an encoder tells on the
  /// way.
  func measure(
    _ inputs: [Input], labels: [UInt8]?,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> (measurement: Measurement, samples: SampleSheet) {
    let encoders = try rates.map { rate in
      var options = options
      options.rate = rate
      options.isCompact = false
      return try Encoder(model: model, options: options, execution: execution)
    }
    // A set is looked at as a whole; a picture only if there is a label.
    let classifier =
      model.profile.holdsSets || labels != nil
      ? try model.codec.classifier(.measure) : nil
    var tally = MeasurementTally(
      model: model, rates: rates, figures: figures,
      names: variants.map { ($0.head.rawValue, $0.strength) })
    for (number, input) in inputs.enumerated() {
      // Of one file its encoder tells how far it is, of several their number.
      let silent: @Sendable (Progress) -> Void = { _ in }
      let inner = inputs.count == 1 ? progress : silent
      try naming(input.path) {
        try add(
          input, labels, classifier, encoders, to: &tally, progress: inner)
      }
      if inputs.count > 1 {
        progress(Progress(number + 1, of: inputs.count))
      }
    }
    return (tally.measurement(), tally.samples)
  }

  /// One file with everything that belongs to it.
  private func add(
    _ input: Input, _ labels: [UInt8]?,
    _ classifier: (any PictureClassifier)?, _ encoders: [Encoder],
    to tally: inout MeasurementTally,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws {
    let pictures = try model.codec.admit(try input.load())
    let eye = MeasuringEye(
      classifier: classifier,
      labels: try own(labels, from: tally.pictures, pictures.count),
      isSet: model.profile.holdsSets, execution: execution)
    try read(
      pictures, input.path, encoders, eye, into: &tally, progress: progress)
  }

  /// The labels of `count` pictures.
  private func own(
    _ labels: [UInt8]?, from first: Int, _ count: Int
  ) throws -> [UInt8]? {
    guard let labels else { return nil }
    guard first + count <= labels.count else {
      throw LabelFailure.count(labels.count)
    }
    return Array(labels[first..<first + count])
  }

  /// The pictures of one file at every rate. All readings go to a figure at
  /// once, so that what the original needs is done once.
  private func read(
    _ pictures: PictureSet, _ path: String, _ encoders: [Encoder],
    _ eye: MeasuringEye, into tally: inout MeasurementTally,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws {
    let original = try eye.look(at: pictures)
    var costs: [EncodingFigures] = []
    var readings: [FigurePictures] = []
    var sheet: [(name: String, pictures: PictureSet)] = []
    for encoder in encoders {
      let clock = ContinuousClock()
      var start = clock.now
      let encoding = try encoder.encode(pictures, progress: progress)
      let encodeSeconds = start.duration(to: clock.now) / .seconds(1)
      // From the bytes alone, as any reader would.
      start = clock.now
      let decoder = try Decoder(
        encoding.bytes, models: [model], limits: options.limits,
        execution: execution)
      var decodeSeconds: Double?
      for variant in variants {
        let read = try decoder.pictures(
          head: variant.head, strength: variant.strength ?? 1,
          execution: execution)
        decodeSeconds =
          decodeSeconds ?? start.duration(to: clock.now) / .seconds(1)
        readings.append(try eye.look(at: read))
        if sheet.count < heads.count {
          sheet.append((variant.head.rawValue, read))
        }
      }
      let cost = EncodingFigures(
        encoding, encodeSeconds: encodeSeconds,
        decodeSeconds: decodeSeconds ?? 0)
      costs.append(cost)
      if eye.labels != nil {
        tally.count(
          try? decoder.classify(execution: execution), labels: eye.labels,
          at: costs.count - 1, rate: encoding.rate)
      } else {
        tally.took(encoding.rate, at: costs.count - 1)
      }
    }
    tally.sample(pictures, original, sheet, readings)
    try tally.add(path, costs, readings, original)
  }
}
