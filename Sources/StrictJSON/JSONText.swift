/// A JSON text (RFC 8259), checked and taken apart once.
///
/// Only where each value begins and ends is kept; numbers and strings are made
/// when they are asked for. So a reader that needs little of a long text, as
/// one that wants a single graph of a pack, pays for little of it.
final class JSONText: Sendable {
  /// What a value is.
  enum Kind: UInt8 { case null, no, yes, number, string, array, object }

  /// One value; the members of an object are a string and a value each.
  struct Node {
    var kind: Kind
    /// The bytes of the value, a string's without its quotation marks.
    var start: Int32
    var end: Int32
    /// The index of the first node that is no part of this value.
    var next: Int32
  }

  /// The longest text, and the deepest nesting.
  static let byteLimit = 1 << 22
  static let depthLimit = 64

  let bytes: [UInt8]
  let nodes: [Node]

  /// - Throws: `JSONError` unless the bytes are one JSON text.
  init(_ bytes: [UInt8]) throws(JSONError) {
    guard bytes.count <= Self.byteLimit else {
      throw JSONError(
        path: "", offset: Self.byteLimit,
        reason: "longer than \(Self.byteLimit) bytes")
    }
    let parsed: Result<[Node], JSONError> = bytes.withUnsafeBufferPointer {
      buffer in
      Result { () throws(JSONError) in
        var parser = JSONParser(buffer)
        try parser.text()
        return parser.nodes
      }
    }
    nodes = try parsed.get()
    self.bytes = bytes
  }

  /// The names and places that lead to a node, with points between them.
  func path(to target: Int) -> String {
    var steps: [String] = []
    var node = 0
    while node != target {
      var child = node + 1
      var place = 0
      let isObject = nodes[node].kind == .object
      while Int(nodes[child].next) <= target {
        child = Int(nodes[child].next)
        place += 1
      }
      if isObject, place % 2 == 1 {
        steps.append(string(child - 1))
      } else if !isObject {
        steps.append(String(place))
      }
      node = child
    }
    return steps.joined(separator: ".")
  }

  /// The characters of a string node; bytes that are no UTF-8 become U+FFFD.
  func string(_ node: Int) -> String {
    let range = Int(nodes[node].start)..<Int(nodes[node].end)
    guard bytes[range].contains(UInt8(ascii: "\\")) else {
      return String(decoding: bytes[range], as: UTF8.self)
    }
    return String(decoding: unescaped(range), as: UTF8.self)
  }

  /// The bytes that a string stands for; the parser has checked its escapes.
  func unescaped(_ range: Range<Int>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: range.count) { output, count in
      bytes.withUnsafeBufferPointer { bytes in
        var index = range.lowerBound
        while index < range.upperBound {
          let byte = bytes[index]
          index += 1
          if byte != UInt8(ascii: "\\") {
            output[count] = byte
            count += 1
            continue
          }
          let escape = bytes[index]
          index += 1
          if escape == UInt8(ascii: "u") {
            // An escape of 6 bytes stands for 3 at most, a pair of 12 for 4.
            for unit in Self.scalar(bytes, &index, range.upperBound).utf8 {
              output[count] = unit
              count += 1
            }
          } else {
            output[count] = Self.meaning(of: escape)
            count += 1
          }
        }
      }
    }
  }

  private static func meaning(of escape: UInt8) -> UInt8 {
    switch escape {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: escape
    }
  }

  /// The scalar of `\u` and the digits at `index`, surrogates in pairs.
  private static func scalar(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ end: Int
  ) -> Character {
    func unit(_ at: Int) -> UInt32 {
      bytes[at..<at + 4].reduce(0) { $0 << 4 | UInt32(hexadecimal($1) ?? 0) }
    }
    let first = unit(index)
    index += 4
    if 0xD800..<0xDC00 ~= first, index + 6 <= end,
      bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
    {
      let second = unit(index + 2)
      if 0xDC00..<0xE000 ~= second {
        index += 6
        let value = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
        return Unicode.Scalar(value).map { Character($0) } ?? "\u{FFFD}"
      }
    }
    return Unicode.Scalar(first).map { Character($0) } ?? "\u{FFFD}"
  }

  /// The value of a hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
