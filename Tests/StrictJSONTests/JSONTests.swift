import Foundation
import StrictJSON
import Support
import TestSupport
import Testing

/// The JSON of descriptions: strict, bounded, and as Foundation reads it.
struct JSONTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(Array(text.utf8))
  }

  @Test func `values are read`() throws {
    let json = try parse(
      #" { "a" : [1, -20, 0], "b": {"c": null, "d": -1.5e2}, "e": "x" } "#)
    #expect(try json.member("a").integers() == [1, -20, 0])
    #expect(try json.member("b").member("c").isNull)
    #expect(try json.member("b").member("d").number() == -150)
    #expect(try json.member("e").string() == "x")
    #expect(try json.members().map(\.name) == ["a", "b", "e"])
    #expect(try json.member(ifPresent: "f").map { $0.isNull } == nil)
  }

  @Test(arguments: [
    (#"a\"\\\/\b\f\n\r\t"#, "a\"\\/\u{8}\u{C}\n\r\t"),
    (#"\u00e9\u20AC\ud83d\ude00"#, "é€😀"), ("é€😀", "é€😀"),
    (#"\ud83dx"#, "\u{FFFD}x"), ("", ""),
  ])
  func `strings are read`(_ text: String, _ expected: String) throws {
    let json = try parse("[\"\(text)\"]").elements()[0]
    #expect(try json.string() == expected)
    #expect(try json.stringBytes() == Array(expected.utf8))
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}",
    "{\"a\":1,}", "01", "+1", "1.", ".5", "1e", "-", "nul", "tru", "falsey",
    "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\n\"", "1 2", "[1 2]",
    "\u{0}",
    "'a'", "[1]]", "{\"a\":1 \"b\":2}", "NaN", "Infinity",
  ])
  func `what is no JSON is refused`(_ text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test func `the depth is limited`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth)
    }
    _ = try parse(nested(64))
    #expect(throws: JSONError.self) { try parse(nested(65)) }
    #expect(throws: JSONError.self) { try parse(nested(1 << 20)) }
    #expect(throws: JSONError.self) {
      try JSONValue([UInt8](repeating: 0x20, count: 1 << 22 + 1))
    }
  }

  @Test func `errors say where`() throws {
    let json = try parse(#"{"layers": [{"x": 1}, {"x": "1"}]}"#)
    let layers = try json.member("layers").elements()
    let wrong = #expect(throws: JSONError.self) {
      try layers[1].member("x").integer()
    }
    #expect(wrong?.path == "layers.1.x")
    #expect(wrong?.offset == 29)
    #expect(wrong?.reason == "is not a number")
    let missing = #expect(throws: JSONError.self) {
      try layers[0].member("y")
    }
    #expect(missing?.path == "layers.0.y")
    #expect(missing?.offset == 12)
    #expect(missing?.reason == "is missing")
    #expect(throws: JSONError.self) { try json.elements() }
    #expect(throws: JSONError.self) {
      try layers[0].members()[0].value.string()
    }
  }

  @Test func `integers that do not fit are refused`() throws {
    #expect(try parse("\(Int.max)").integer() == .max)
    #expect(try parse("\(Int.min)").integer() == .min)
    for text in [
      "9223372036854775808", "-9223372036854775809", "1.0", "1e2",
      "99999999999999999999999999",
    ] {
      #expect(throws: JSONError.self) { try parse(text).integer() }
    }
  }

  /// Whatever a seed writes, both readers agree.
  @Test(arguments: UInt64(1)...20)
  func `drawn texts are read as Foundation reads them`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func draw(_ depth: Int) -> Any {
      let choices = depth > 3 ? 4 : 6
      switch random.next() % UInt64(choices) {
      case 0: return Int(truncatingIfNeeded: random.next())
      case 1: return Double(Int32(truncatingIfNeeded: random.next())) / 1024
      case 2: return ["é\n", "\"", "a\\b", "😀", ""][Int(random.next() % 5)]
      case 3: return NSNull()
      case 4: return (0..<Int(random.next() % 4)).map { _ in draw(depth + 1) }
      default:
        return Dictionary(
          uniqueKeysWithValues: (0..<Int(random.next() % 4)).map {
            ("k\($0)\u{e9}", draw(depth + 1))
          })
      }
    }
    func check(_ found: JSONValue, _ expected: Any) throws {
      switch expected {
      case let list as [Any]:
        let elements = try found.elements()
        try #require(elements.count == list.count)
        for (a, b) in zip(elements, list) { try check(a, b) }
      case let object as [String: Any]:
        #expect(try found.members().count == object.count)
        for (name, value) in object {
          try check(found.member(name), value)
        }
      case let text as String: #expect(try found.string() == text)
      case let value as Int: #expect(try found.integer() == value)
      case let value as Double: #expect(try found.number() == value)
      default: #expect(found.isNull)
      }
    }
    let value = [draw(0), draw(0), draw(0)]
    for options: JSONSerialization.WritingOptions in [[], .prettyPrinted] {
      let data = try JSONSerialization.data(
        withJSONObject: value, options: options)
      try check(JSONValue(Array(data)), value)
    }
  }
}
