#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Logarithms of the encoder's searches; nothing that is decoded depends on
/// them.
enum Logarithm {
  static func ratio(_ a: Double, _ b: Double) -> Double { log(a / b) }
}
