#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What people type and shells expand, as the argument parser takes it.
struct ArgumentRepair {
  /// The names of the subcommands.
  let commands: [String]
  /// Whether a path is that of a file.
  var isFile: (String) -> Bool = {
    FileManager.default.fileExists(atPath: $0)
  }

  /// The arguments behind the program's name, mended.
  ///
  /// - Throws: ``UsageFailure`` for a subcommand that is none.
  func repaired(_ arguments: [String]) throws(UsageFailure) -> [String] {
    if arguments == ["-V"] { return ["--version"] }
    if let first = arguments.first, !first.hasPrefix("-"), first != "help",
      !commands.contains(first)
    {
      throw UsageFailure(
        "there is no command '\(first)'"
          + (suggestion(for: first).map { "; did you mean '\($0)'?" }
            ?? "; 'rdc --help' lists them"))
    }
    var isLiteral = false
    return arguments.map { argument in
      if argument == "--" { isLiteral = true }
      return isLiteral ? argument : asPath(argument)
    }
  }

  /// A file's name that begins with a dash, as a shell's `*.png` gives it, is
  /// no option, nor are short ones of these letters: `-dash.png` would be
  /// `-h`. With two dashes it is a name only where there is such a file.
  private func asPath(_ argument: String) -> String {
    let endings = [".png", ".ppm", ".pgm", ".pnm", ".rdc", "-ubyte", ".gz"]
    let name = argument.lowercased()
    guard name.hasPrefix("-"), endings.contains(where: name.hasSuffix),
      !name.hasPrefix("--") || isFile(argument)
    else { return argument }
    return "./" + argument
  }

  /// The command that a misspelt one is nearest to, if it is near at all.
  private func suggestion(for word: String) -> String? {
    let distances = commands.map { ($0, Self.distance(word, $0)) }
    let best = distances.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(1, word.count / 3) else { return nil }
    return best.0
  }

  /// Letters to insert, to delete, to replace or to swap with the next one
  /// (Damerau 1964, restricted).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var least = min(row[j], rows[i][j + 1]) + 1
        least = min(least, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
