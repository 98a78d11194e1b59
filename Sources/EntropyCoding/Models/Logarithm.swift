import Foundation

/// The binary logarithm of a frequency: for reports and searches alone.
func logarithm(_ frequency: UInt32) -> Double {
  log2(Double(frequency))
}
