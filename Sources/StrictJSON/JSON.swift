/// A JSON value to be written; ``JSONValue`` reads.
public enum JSON: Sendable, Equatable {
  /// Nothing.
  case null
  /// Yes or no.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number; what is not finite is written as null.
  case number(Double)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Members, which are written in the order of their names.
  case object([String: JSON])

  /// An object whose members are made of a dictionary's values.
  public init<Value>(
    _ members: [String: Value], _ value: (Value) -> JSON
  ) {
    self = .object(members.mapValues(value))
  }

  /// The value as text, members sorted, so that equal values are equal text.
  public var text: String { text(indent: "") }

  /// The value as it stands inside of another one, its lines but the first
  /// behind an indentation.
  public func text(indent: String) -> String {
    var writer = JSONWriter()
    writer.write(self, indent: indent)
    return writer.output
  }
}

/// Collects the text of a value.
private struct JSONWriter {
  private(set) var output = ""

  mutating func write(_ value: JSON, indent: String = "") {
    let inner = indent + "  "
    switch value {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += "\(value)"
    case .number(let value): output += Self.digits(of: value)
    case .string(let value): write(value)
    case .array(let values):
      guard !values.isEmpty else { return output += "[]" }
      for (place, value) in values.enumerated() {
        output += (place == 0 ? "[\n" : ",\n") + inner
        write(value, indent: inner)
      }
      output += "\n\(indent)]"
    case .object(let members):
      guard !members.isEmpty else { return output += "{}" }
      let sorted = members.sorted { $0.key < $1.key }
      for (place, member) in sorted.enumerated() {
        output += (place == 0 ? "{\n" : ",\n") + inner
        write(member.key)
        output += " : "
        write(member.value, indent: inner)
      }
      output += "\n\(indent)}"
    }
  }

  /// The fewest digits that read back as the number.
  private static func digits(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    let isWhole = value == value.rounded() && abs(value) < 0x1p53
    return isWhole ? "\(Int(value))" : "\(value)"
  }

  private mutating func write(_ text: String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          output +=
            "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    output += "\""
  }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral
{
  /// An object.
  public init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(Dictionary(members) { first, _ in first })
  }

  /// A text.
  public init(stringLiteral text: String) { self = .string(text) }

  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
}
