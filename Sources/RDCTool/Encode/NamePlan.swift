import RDC

/// What an archive's pictures are called: their files' names without endings,
/// the folders below the named one before them.
struct NamePlan {
  /// Nil for the default: names of the files of a folder.
  let wish: Bool?

  /// Checks that names, if they are asked for, have a place.
  ///
  /// - Throws: ``UsageFailure`` for a file of one picture, which has its name
  ///   from its own file.
  func check(_ jobs: [EncodePlan.Job]) throws(UsageFailure) {
    guard wish == true, let job = jobs.first(where: { !$0.isSet }) else {
      return
    }
    throw UsageFailure(
      "'--names' keeps names in an archive, but '\(job.name)' becomes a file "
        + "by itself")
  }

  /// The names of a job's pictures, or why they are left out. An input that is
  /// no picture's file, if there is one, has no name for what it holds.
  ///
  /// - Throws: ``FileFailure`` if names that were asked for cannot be kept.
  func names(
    _ job: EncodePlan.Job, pictureless path: String?
  ) throws(FileFailure) -> (names: PictureNames?, note: String?) {
    guard wish ?? job.inputs.allSatisfy({ $0.folder != nil }) else {
      return (nil, nil)
    }
    if let path {
      guard wish == true else { return (nil, nil) }
      throw FileFailure(
        path: path, reason: "there is no name to keep of its pictures")
    }
    do throws(PictureNamesError) {
      let names = job.inputs.map { OutputName.picture($0.relativePath) }
      return (try PictureNames(names), nil)
    } catch {
      guard wish == true else { return (nil, "names are left out: \(error)") }
      throw FileFailure(path: job.name, reason: "\(error)")
    }
  }
}
