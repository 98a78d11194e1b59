#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The binary logarithm of a frequency: for reports and searches alone.
func logarithm(_ frequency: UInt32) -> Double {
  log2(Double(frequency))
}
