extension String {
  /// The text with control characters, and those that turn the direction of
  /// writing, as escapes: what a file says must not move a terminal's cursor
  /// or make a line look like another one.
  ///
  /// - Parameter kept: control characters that stay, such as a tab.
  /// - Returns: the text, on one line unless line breaks are kept.
  public func visible(keeping kept: Set<Unicode.Scalar> = []) -> String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x202A...0x202E, 0x2066...0x2069: false
      default:
        scalar.properties.generalCategory != .control || kept.contains(scalar)
      }
    }
    if unicodeScalars.allSatisfy(isHarmless) { return self }
    return unicodeScalars.map {
      isHarmless($0) ? String($0) : $0.escaped(asASCII: true)
    }.joined()
  }
}
