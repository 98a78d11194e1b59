import Codec
import StrictJSON

extension Fact.Value {
  /// The value for programs.
  public var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .integer(let value): .integer(value)
    case .number(let value, _): .number(value)
    case .list(let values): .array(values.map(\.json))
    case .group(let facts): facts.json
    }
  }
}

extension [Fact] {
  /// The facts as members.
  public var members: [String: JSON] {
    Dictionary(map { ($0.name, $0.value.json) }) { first, _ in first }
  }

  /// The facts as an object.
  public var json: JSON { .object(members) }
}

extension JSON {
  /// A number, or null.
  public init(_ value: Double?) { self = value.map(JSON.number) ?? .null }
}
