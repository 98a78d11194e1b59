#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Double {
  /// The number as C's printf prints it with a format of one `%…f` or `%…g`.
  func formatted(_ format: String) -> String {
    // The longest number has 309 digits before the point.
    [CChar](unsafeUninitializedCapacity: 512) { buffer, count in
      let length = withVaList([self]) {
        vsnprintf(buffer.baseAddress, buffer.count, format, $0)
      }
      count = min(max(0, Int(length)), buffer.count - 1)
    }.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }
}
