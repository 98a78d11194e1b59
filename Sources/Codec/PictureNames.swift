/// What the pictures of a set are called: names of files without their endings.
///
/// They may come from anywhere and become the names of files, so that every one
/// is checked: it stays in its folder, and hides nothing from who reads it.
public struct PictureNames: Sendable, Equatable {
  /// The most bytes of a name in UTF-8; with an ending, file systems take it.
  public static let maxBytes = 240

  /// One for each picture, in their order.
  public let names: [String]

  /// Names of pictures.
  ///
  /// - Throws: ``PictureNamesError`` for a name that is empty or too long, that
  ///   has a separator or a control character, begins with a dot, or is there
  ///   twice.
  public init(_ names: [String]) throws(PictureNamesError) {
    var places: [[UInt8]: Int] = [:]
    for (index, name) in names.enumerated() {
      let length = name.utf8.count
      guard (1...Self.maxBytes).contains(length) else {
        throw .length(index: index, bytes: length)
      }
      guard !name.utf8.starts(with: ".".utf8) else {
        throw .hidden(index: index)
      }
      for scalar in name.unicodeScalars where Self.isRefused(scalar) {
        throw .character(index: index, scalar)
      }
      let first = places.updateValue(index, forKey: Self.folded(name))
      if let first { throw .repeated(index: index, first: first) }
    }
    self.names = names
  }

  /// The name of one picture alone.
  public subscript(only index: Int) -> PictureNames {
    PictureNames(checked: [names[index]])
  }

  private init(checked names: [String]) { self.names = names }

  /// Separators of paths, controls (U+0000 to 1F, 7F to 9F), and those that
  /// begin lines or turn the direction of a text.
  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1f, 0x7f...0x9f, 0x2028...0x202e, 0x2066...0x2069: true
    default: scalar == "/" || scalar == "\\"
    }
  }

  /// Bytes without capitals (A to Z), which some file systems do not tell
  /// apart.
  private static func folded(_ name: String) -> [UInt8] {
    name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }
}
