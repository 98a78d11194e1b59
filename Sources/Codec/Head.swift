/// What a decoded picture is faithful to; the reader chooses.
///
/// A name and no closed list: a pack may have any heads.
public struct Head: RawRepresentable, Hashable, Sendable {
  /// The name, as `--head` takes it.
  public let rawValue: String

  /// A head of any name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The closest pixels: least mean squared error.
  public static let distortion = Head(rawValue: "distortion")
  /// The most natural picture: looks like an original, at some cost in error.
  public static let perceptual = Head(rawValue: "perceptual")
  /// The picture that a classifier reads best.
  public static let classification = Head(rawValue: "classification")

  /// Heads in the order in which they are shown: the distortion head, where
  /// every dial starts, the two other usual ones, then the rest by name.
  public static func ordered(_ names: some Sequence<String>) -> [Head] {
    let usual = [distortion, perceptual, classification]
    let found = Set(names.map { Head(rawValue: $0) })
    return usual.filter(found.contains)
      + found.subtracting(usual).sorted { $0.rawValue < $1.rawValue }
  }
}

extension Head: ExpressibleByStringLiteral {
  /// A head of any name.
  public init(stringLiteral name: String) { self.init(rawValue: name) }
}

extension Head: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}
