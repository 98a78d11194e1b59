import RDC
import Support

/// What all files of one `rdc encode` share.
struct EncodeContext: Sendable {
  private let options: EncodingOptions
  private let models: [Model]
  private let named: Model?
  private let instructionSet: InstructionSet
  private let imageLimits: ImageLimits
  private let namePlan: NamePlan
  private let force: Bool
  private let json: Bool
  private let console: Console

  init(
    command: EncodeCommand, models: [Model], named: Model?,
    instructionSet: InstructionSet
  ) {
    options = EncodingOptions(
      rate: command.rate.rate, seed: command.seed, effort: command.effort,
      stripsMetadata: command.strip, states: !command.statesNothing,
      limits: command.limits.limits)
    self.models = models
    self.named = named
    self.instructionSet = instructionSet
    imageLimits = command.limits.imageLimits
    namePlan = NamePlan(wish: command.names)
    force = command.force
    json = command.json
    console = command.common.console
  }

  /// Whether a model that holds sets was made for the size of all pictures, by
  /// a look at their heads alone; their colours may still say otherwise.
  func isSet(_ paths: [String]) -> Bool {
    let sizes = (named.map { [$0] } ?? models).filter(\.profile.holdsSets)
      .compactMap(\.profile.size)
    return sizes.contains { size in
      paths.allSatisfy {
        PictureSource.size($0).map { $0 == (size.width, size.height) } ?? false
      }
    }
  }

  /// Encodes the inputs of a job into one file.
  func encode(
    _ job: EncodePlan.Job, _ plan: OutputPlan, threads: Int, isAlone: Bool
  ) throws -> EncodingReport {
    let source = try source(job)
    try plan.prepare(job.path)
    // Asked before the work, so that nothing is computed in vain.
    try OutputFile.checkWritable(job.path, force: force)
    let meter =
      isAlone
      ? console.progress(
        "Encoding", total: source.pictures.count,
        of: source.pictures.count > 1 ? "pictures" : "steps") : nil
    let encoding = try naming(job.name) {
      defer { meter?.finish() }
      return try Encoder(
        model: source.model, options: options,
        execution: Execution(instructionSet: instructionSet, threads: threads)
      ).encode(source.pictures) { meter?.show($0) }
    }
    try OutputFile.write(encoding.bytes, to: job.path, force: force)
    let report = EncodingReport(
      path: job.path, model: source.model, encoding: encoding)
    if !json { console.status(report.line) }
    for note in source.notes + warnings(report, job) {
      console.status("\(job.name): \(note)")
    }
    return report
  }

  private func source(_ job: EncodePlan.Job) throws -> EncodeSource {
    let sources = try job.inputs.map {
      try EncodeSource(
        $0.path, named: named, models: models, limits: imageLimits,
        strips: options.stripsMetadata)
    }
    guard job.isSet else { return sources[0] }
    let (names, note) = try namePlan.names(job, sources)
    var source = try EncodeSource(
      joining: sources, names: names, path: job.name)
    if let note { source.note(note) }
    return source
  }

  private func warnings(
    _ report: EncodingReport, _ job: EncodePlan.Job
  ) -> [String] {
    var warnings = report.warning.map { [$0] } ?? []
    if job.inputs.count == 1, let size = InputBytes.size(job.inputs[0].path),
      size < report.encoding.bytes.count
    {
      warnings.append(
        "the picture's own file is smaller, \(size) bytes against "
          + "\(report.encoding.bytes.count)")
    }
    return warnings
  }
}
