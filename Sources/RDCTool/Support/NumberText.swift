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
  func text(_ decimals: Int) -> String { formatted("%.\(decimals)f") }

  /// As few digits as it takes, at most six.
  var plain: String { formatted("%.6g") }

  private func formatted(_ format: String) -> String {
    // The longest number has 309 digits before the point.
    [CChar](unsafeUninitializedCapacity: 512) { buffer, count in
      let length = withVaList([self]) {
        vsnprintf(buffer.baseAddress, buffer.count, format, $0)
      }
      count = min(max(0, Int(length)), buffer.count - 1)
    }.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }
}
