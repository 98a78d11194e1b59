/// Why a JSON text, or a value in it, is not what was expected.
public struct JSONError: Error, Sendable, Equatable {
  /// The value's place, such as `layers.0.slope`; empty for the whole text.
  public var path: String
  /// The byte at which the value, or what is wrong with the text, begins.
  public var offset: Int
  /// What is wrong, in words.
  public var reason: String
}

extension JSONError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    path.isEmpty
      ? "byte \(offset): \(reason)" : "“\(path)”, byte \(offset): \(reason)"
  }
}
