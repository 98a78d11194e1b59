import Support

/// A named value of a report: a line for people, a member for programs.
public struct Fact: Sendable, Equatable {
  /// What a fact may be.
  public enum Value: Sendable, Equatable {
    /// Words.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number, and how many decimals people see.
    case number(Double, decimals: Int)
    /// Several of one kind.
    case list([Value])
    /// Several with names.
    case group([Fact])
  }

  /// In camel case, as JSON has it.
  public let name: String
  /// What it is.
  public let value: Value
  /// What people may not know of it; empty where the name says all.
  public let note: String

  /// Takes all three.
  public init(_ name: String, _ value: Value, note: String = "") {
    self.name = name
    self.value = value
    self.note = note
  }
}

extension Fact.Value: CustomStringConvertible {
  /// Text for people.
  public var description: String {
    switch self {
    case .text(let text): text
    case .integer(let value): "\(value)"
    case .number(let value, let decimals): value.text(decimals)
    case .list(let values):
      values.map(\.description).joined(separator: ", ")
    case .group(let facts):
      facts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }
  }
}
