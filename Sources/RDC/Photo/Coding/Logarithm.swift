import Foundation

/// Logarithms of the encoder's searches; nothing that is decoded depends on
/// them.
enum Logarithm {
  static func ratio(_ a: Double, _ b: Double) -> Double { log(a / b) }
}
