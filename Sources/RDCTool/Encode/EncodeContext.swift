import RDC
import Support

/// What all files of one `rdc encode` share.
struct EncodeContext: Sendable {
  private let options: EncodingOptions
  private let loader: EncodeLoader
  private let instructionSet: InstructionSet
  private let namePlan: NamePlan
  private let force: Bool
  private let json: Bool
  private let console: Console

  init(
    command: EncodeCommand, models: ModelChoice, instructionSet: InstructionSet
  ) {
    options = EncodingOptions(
      rate: command.rate.rate, seed: command.seed, effort: command.effort,
      stripsMetadata: command.strip, states: !command.statesNothing,
      limits: command.limits.limits)
    loader = EncodeLoader(
      models: models, limits: command.limits.imageLimits,
      strips: command.strip)
    self.instructionSet = instructionSet
    namePlan = NamePlan(wish: command.names)
    force = command.force
    json = command.json
    console = command.common.console
  }

  /// Whether a model that holds sets was made for the size of all pictures, by
  /// a look at their heads alone; their colours may still say otherwise.
  func isSet(_ paths: [String]) throws -> Bool {
    let sizes = try loader.models.models().filter(\.profile.holdsSets)
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
    let encoding: Encoding
    do throws(RDCError) {
      defer { meter?.finish() }
      encoding = try Encoder(
        model: source.model, options: options,
        execution: Execution(instructionSet: instructionSet, threads: threads)
      ).encode(stream: source.pictures) { meter?.show($0) }
    } catch .source(let error) {
      // It names its own file.
      throw error
    } catch {
      throw FileFailure(path: job.name, error)
    }
    try OutputFile.write(encoding.bytes, to: job.path, force: force)
    let report = EncodingReport(
      path: job.path, model: source.model, encoding: encoding)
    if !json { console.status(report.line) }
    for note in source.notes.all + warnings(report, job) {
      console.status("\(job.name): \(note)")
    }
    return report
  }

  private func source(_ job: EncodePlan.Job) throws -> EncodeSource {
    guard job.isSet else { return try loader.source(job.inputs[0].path) }
    let notes = NoteList()
    let pictures = try JoinedPictures(job, loader, namePlan, notes: notes)
    return EncodeSource(
      path: job.name, pictures: pictures, model: pictures.model, notes: notes)
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
