import RDC
import Support

/// What `rdc encode` makes of its inputs: which of them go into one file, and
/// where that goes.
struct EncodePlan {
  /// One file to write.
  struct Job: Sendable {
    /// The inputs; several make an archive.
    var inputs: [InputFiles.File]
    /// Whether they are one set, of however many pictures.
    var isSet: Bool
    /// Where the file goes.
    var path: String
    /// What to call the job in messages.
    var name: String
  }

  private(set) var jobs: [Job] = []
  let output: OutputPlan

  /// - Throws: ``UsageFailure`` where two inputs would write the same file, or
  ///   several go to standard output.
  init(
    _ inputs: [String], output: String?, _ context: EncodeContext
  ) throws {
    let hasFolder = inputs.contains { $0 != "-" && Folder.exists($0) }
    self.output = OutputPlan(
      output, isMany: inputs.count > 1 || hasFolder, oneFileEndings: [".rdc"])
    let files = try InputFiles(inputs, endings: PictureSource.endings).files
    if case .file(let path) = self.output.target {
      jobs = [
        Job(
          inputs: files, isSet: files.count > 1 || hasFolder, path: path,
          name: inputs.joined(separator: ", "))
      ]
      return
    }
    var rest = files[...]
    while let first = rest.first {
      let same = rest.prefix { $0.folder != nil && $0.folder == first.folder }
      if output == nil, let folder = first.folder,
        try context.isSet(same.map(\.path))
      {
        jobs.append(
          Job(
            inputs: Array(same), isSet: true,
            path: OutputName.encoded(folder), name: folder))
      } else {
        for file in same.isEmpty ? rest.prefix(1) : same {
          let path = self.output.path(for: file, OutputName.encoded)
          jobs.append(
            Job(inputs: [file], isSet: false, path: path, name: file.path))
        }
      }
      rest = rest.dropFirst(max(1, same.count))
    }
    if let clash = OutputPlan.clash(jobs.map { ($0.name, $0.path) }) {
      throw UsageFailure(
        "'\(clash.first)' and '\(clash.second)' would both be written to "
          + "'\(clash.output)'")
    }
  }
}
