/// What entropy coding can find wrong, in a payload or in a model's tables.
public enum EntropyError: Error, Hashable, Sendable {
  /// The symbols need more bytes than the payload and its unwritten zeros have.
  case truncated(byteCount: Int)

  /// The payload decodes, but is not what an encoder writes for its symbols:
  /// it was altered, or bytes follow it.
  case notCanonical(byteCount: Int)

  /// An escaped value is beyond ``EscapeCode/maximumBits`` bits.
  case escape(bits: Int, limit: Int)

  /// A symbol to encode lies outside its alphabet.
  case symbol(found: Int, expected: ClosedRange<Int>)

  /// A list has the wrong number of entries.
  case count(of: String, found: Int, expected: Int)

  /// A setting of a table is outside its range.
  case setting(String, found: Int, expected: ClosedRange<Int>)

  /// The frequencies of a table do not add up to 2^16.
  case total(found: UInt64)

  /// A frequency is zero.
  case zeroFrequency(symbol: Int)

  /// A cumulative table goes down.
  case descending(index: Int)
}

extension EntropyError: CustomStringConvertible {
  /// One line for the user.
  public var description: String {
    switch self {
    case .truncated(let byteCount):
      "payload cut off: \(byteCount) bytes hold fewer symbols than expected"
    case .notCanonical(let byteCount):
      "payload of \(byteCount) bytes altered: its symbols are written otherwise"
    case .escape(let bits, let limit):
      "escaped value of \(bits) bits: expected at most \(limit)"
    case .symbol(let found, let expected):
      "symbol \(found): expected \(expected.lowerBound)...\(expected.upperBound)"
    case .count(let what, let found, let expected):
      "\(found) \(what): expected \(expected)"
    case .setting(let what, let found, let expected):
      "\(what) \(found): expected "
        + "\(expected.lowerBound)...\(expected.upperBound)"
    case .total(let found):
      "frequencies add up to \(found): expected 65536"
    case .zeroFrequency(let symbol):
      "symbol \(symbol) has no frequency: expected at least 1"
    case .descending(let index):
      "cumulative table goes down at entry \(index)"
    }
  }
}
