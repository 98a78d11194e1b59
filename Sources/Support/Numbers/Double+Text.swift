#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

// By the C library: all of Foundation, for one function, takes longer to load
// than a digit to decode.
extension Double {
  /// A fixed number of decimals, whatever the locale.
  public func text(_ decimals: Int) -> String { formatted("%.\(decimals)f") }

  /// As few digits as it takes, at most six.
  public var plain: String { formatted("%.6g") }

  /// At most so many decimals, without zeros at the end.
  public func short(_ decimals: Int) -> String {
    let text = text(decimals)
    var kept = Substring(text)
    guard kept.contains(".") else { return text }
    while kept.hasSuffix("0") { kept.removeLast() }
    if kept.hasSuffix(".") { kept.removeLast() }
    return kept == "-0" ? "0" : String(kept)
  }

  /// The number as C's printf prints it with a format of one `%…f` or `%…g`.
  public func formatted(_ format: String) -> String {
    // The longest number has 309 digits before the point.
    [CChar](unsafeUninitializedCapacity: 512) { buffer, count in
      let length = withVaList([self]) {
        vsnprintf(buffer.baseAddress, buffer.count, format, $0)
      }
      count = min(max(0, Int(length)), buffer.count - 1)
    }.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }
}
