/// A value of a JSON text, read without any reflection: opening a pack must
/// not take longer than decoding a digit.
///
/// Strict: a number is never taken for a text or the other way round, and of
/// several members of one name the first counts.
public struct JSONValue: Sendable {
  private let text: JSONText
  private let node: Int

  /// Takes a text apart.
  ///
  /// - Throws: `JSONError` unless the bytes are one JSON text of at most
  ///   4 MiB, nested at most 64 deep.
  public init(_ bytes: [UInt8]) throws(JSONError) {
    text = try JSONText(bytes)
    node = 0
  }

  private init(_ text: JSONText, _ node: Int) {
    self.text = text
    self.node = node
  }

  /// The member of an object.
  ///
  /// - Throws: ``JSONError`` for another kind of value.
  public func member(_ name: String) throws(JSONError) -> JSONValue {
    guard let value = try member(ifPresent: name) else {
      let path = path
      throw JSONError(
        path: path.isEmpty ? name : "\(path).\(name)", offset: offset,
        reason: "is missing")
    }
    return value
  }

  /// The member of an object, if it has one of that name.
  ///
  /// - Throws: ``JSONError`` for another kind of value.
  public func member(
    ifPresent name: String
  ) throws(JSONError) -> JSONValue? {
    try expect(.object, "an object")
    var key = node + 1
    while key < next {
      if text.isString(key, name) { return JSONValue(text, key + 1) }
      key = Int(text.nodes[key + 1].next)
    }
    return nil
  }

  /// All members of an object, in the order of the text.
  ///
  /// - Throws: ``JSONError`` for another kind of value.
  public func members() throws(JSONError) -> [(
    name: String, value: JSONValue
  )] {
    try expect(.object, "an object")
    var members: [(name: String, value: JSONValue)] = []
    var key = node + 1
    while key < next {
      members.append((text.string(key), JSONValue(text, key + 1)))
      key = Int(text.nodes[key + 1].next)
    }
    return members
  }

  /// The elements of an array.
  ///
  /// - Throws: ``JSONError`` for another kind of value.
  public func elements() throws(JSONError) -> [JSONValue] {
    try expect(.array, "an array")
    var elements: [JSONValue] = []
    var child = node + 1
    while child < next {
      elements.append(JSONValue(text, child))
      child = Int(text.nodes[child].next)
    }
    return elements
  }

  /// The elements of an array of integers.
  ///
  /// - Throws: ``JSONError`` for another kind of value, or of element.
  public func integers() throws(JSONError) -> [Int] {
    try expect(.array, "an array")
    var values: [Int] = []
    var child = node + 1
    while child < next {
      values.append(try JSONValue(text, child).integer())
      child = Int(text.nodes[child].next)
    }
    return values
  }

  /// A string's characters.
  ///
  /// - Throws: ``JSONError`` for another kind of value.
  public func string() throws(JSONError) -> String {
    try expect(.string, "a string")
    return text.string(node)
  }

  /// A string's UTF-8 bytes, for one that holds a long text.
  ///
  /// - Throws: ``JSONError`` for another kind of value.
  public func stringBytes() throws(JSONError) -> [UInt8] {
    try expect(.string, "a string")
    return text.unescaped(range)
  }

  /// A number without fraction or exponent.
  ///
  /// - Throws: ``JSONError`` for another kind of value, and for a number that is
  ///   no integer or does not fit 64 bits.
  public func integer() throws(JSONError) -> Int {
    try expect(.number, "a number")
    var value = 0
    var digits = text.bytes[range]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    for byte in digits {
      let digit = Int(byte) - Int(UInt8(ascii: "0"))
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(
        isNegative ? -digit : digit)
      guard 0...9 ~= digit, !overflow, !carry else {
        throw failure("no integer of 64 bits")
      }
      value = sum
    }
    return value
  }

  /// A number, rounded to the nearest Double.
  ///
  /// - Throws: ``JSONError`` for another kind of value, and for a number beyond
  ///   every Double.
  public func number() throws(JSONError) -> Double {
    try expect(.number, "a number")
    guard let value = Double(String(decoding: text.bytes[range], as: UTF8.self))
    else { throw failure("no number") }
    guard value.isFinite else { throw failure("is beyond every number") }
    return value
  }

  /// Whether the value is `null`.
  public var isNull: Bool { text.nodes[node].kind == .null }

  /// An error about this value.
  public func failure(_ reason: String) -> JSONError {
    JSONError(path: path, offset: offset, reason: reason)
  }

  private func expect(
    _ kind: JSONText.Kind, _ name: String
  ) throws(JSONError) {
    guard text.nodes[node].kind == kind else { throw failure("is not \(name)") }
  }

  private var path: String { text.path(to: node) }
  private var offset: Int { Int(text.nodes[node].start) }
  private var next: Int { Int(text.nodes[node].next) }
  private var range: Range<Int> {
    Int(text.nodes[node].start)..<Int(text.nodes[node].end)
  }
}

extension JSONText {
  /// Whether a node is a string of these characters.
  fileprivate func isString(_ node: Int, _ name: String) -> Bool {
    let range = Int(nodes[node].start)..<Int(nodes[node].end)
    // An escape is longer than what it stands for, so that the lengths tell
    // most names apart.
    let length = name.utf8.count
    if range.count == length { return bytes[range].elementsEqual(name.utf8) }
    return range.count > length && bytes[range].contains(UInt8(ascii: "\\"))
      && string(node) == name
  }
}
