import RDC

/// Derives the names of outputs from those of inputs.
enum OutputName {
  /// `digit.png` → `digit.rdc`; a folder or an IDX file gets `.rdc` behind.
  static func encoded(_ input: String) -> String {
    input == "-" ? "-" : stem(input, dropping: PictureSource.endings) + ".rdc"
  }

  /// `digit.rdc` → `digit.perceptual.png`, an archive → `digit.perceptual`.
  static func decoded(_ input: String, head: Head, single: Bool) -> String {
    if input == "-" { return "-" }
    let stem = stem(input, dropping: [".rdc"])
    return "\(stem).\(head.rawValue)" + (single ? ".png" : "")
  }

  /// What a picture of an archive is called: `a/d2.png` → `a-d2`.
  static func picture(_ path: String) -> String {
    stem(path, dropping: PictureSource.endings).replacing("/", with: "-")
  }

  private static func stem(
    _ path: String, dropping suffixes: [String]
  ) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    for suffix in suffixes where path.lowercased().hasSuffix(suffix) {
      return String(path.dropLast(suffix.count))
    }
    return path
  }
}
