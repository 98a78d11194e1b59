import Support

/// Where the result of each input goes.
struct OutputPlan {
  /// What `--output` names.
  enum Target: Equatable {
    /// Nothing: each result goes beside its input.
    case beside
    /// One file, or standard output.
    case file(String)
    /// A folder, in which the tree of the inputs is kept.
    case folder(String)
  }

  let target: Target

  /// - Parameters:
  ///   - output: the option, if it is given.
  ///   - isMany: whether several results may come out.
  ///   - endings: what the name of a file that takes everything ends in.
  init(_ output: String?, isMany: Bool, oneFileEndings endings: [String] = []) {
    guard let output else {
      target = .beside
      return
    }
    let isFile = output == "-" || endings.contains(where: output.hasSuffix)
    let isFolder = output.hasSuffix("/") || Folder.exists(output)
    target =
      !isFile && (isMany || isFolder) || isFile && isFolder
      ? .folder(output) : .file(output)
  }

  /// The path for the result of one input; `name` makes a result's name from an
  /// input's.
  func path(
    for input: InputFiles.File, _ name: (String) -> String
  ) -> String {
    switch target {
    case .file(let path): path
    case .beside: name(input.path)
    case .folder(let folder):
      (folder.hasSuffix("/") ? folder : folder + "/")
        + name(input.path == "-" ? "standard-input" : input.relativePath)
    }
  }

  /// Makes the folder that a result goes into, where the plan makes folders.
  func prepare(_ path: String) throws(FileError) {
    guard case .folder = target, let slash = path.lastIndex(of: "/") else {
      return
    }
    try Folder.createAll(String(path[..<slash]))
  }

  /// Results that would have the same path, named with it; nil if there are
  /// none.
  static func clash(
    _ paths: [(input: String, output: String)]
  ) -> (first: String, second: String, output: String)? {
    var seen: [String: String] = [:]
    for (input, output) in paths where output != "-" {
      if let first = seen.updateValue(input, forKey: output) {
        return (first, input, output)
      }
    }
    return nil
  }
}
