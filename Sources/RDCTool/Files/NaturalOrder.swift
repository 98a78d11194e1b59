/// The order in which people sort names: numbers by their value, letters
/// whether capital or not, so that d2 comes before d10.
enum NaturalOrder {
  static func sorted(_ names: [String]) -> [String] {
    names.map { (key: pieces($0), name: $0) }.sorted { a, b in
      for (x, y) in zip(a.key, b.key) where x != y { return x < y }
      if a.key.count != b.key.count { return a.key.count < b.key.count }
      // Equal but for capitals or leading zeros.
      return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }.map(\.name)
  }

  /// A run of digits or one other character.
  private enum Piece: Comparable {
    /// Digits without leading zeros: the longer run is the larger number.
    case number(count: Int, digits: String)
    case letter(String)
  }

  private static func pieces(_ name: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = name[...]
    while let first = rest.first {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      if digits.isEmpty {
        pieces.append(.letter(first.lowercased()))
        rest.removeFirst()
      } else {
        let plain = digits.drop { $0 == "0" }
        pieces.append(.number(count: plain.count, digits: String(plain)))
        rest = rest.dropFirst(digits.count)
      }
    }
    return pieces
  }
}
