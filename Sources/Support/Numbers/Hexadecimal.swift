extension FixedWidthInteger where Self: UnsignedInteger {
  /// Lower-case hexadecimal digits, with leading zeros up to `digits`.
  public func hexadecimal(digits: Int) -> String {
    let text = String(self, radix: 16)
    return String(repeating: "0", count: Swift.max(0, digits - text.count))
      + text
  }

  /// All hexadecimal digits that the type has.
  public var hex: String { hexadecimal(digits: Self.bitWidth / 4) }
}
