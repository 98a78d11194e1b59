import Foundation

extension Double {
  /// A fixed number of decimals, whatever the locale.
  func text(_ decimals: Int) -> String {
    String(format: "%.\(decimals)f", self)
  }
}
