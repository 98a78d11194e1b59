/// Sums of weights over those of the twelve causal neighbours that are active,
/// read by their bits: five of the row two above, five of the row above, two of
/// the own one, the first neighbour the lowest.
struct ActiveSums: Sendable {
  /// Sums of the lower six neighbours and of the upper six.
  private let low: [Int32]
  private let high: [Int32]

  /// - Parameter weights: twelve, or none for sums of 0.
  init(_ weights: [Int32]) {
    func sums(_ weights: ArraySlice<Int32>) -> [Int32] {
      (0..<64).map { bits in
        weights.enumerated().reduce(0) { sum, weight in
          bits >> weight.offset & 1 == 1 ? sum &+ weight.element : sum
        }
      }
    }
    low = sums(weights.prefix(6))
    high = sums(weights.dropFirst(6))
  }

  @inline(__always)
  func callAsFunction(_ active: UInt32) -> Int32 {
    low[Int(active & 63)] &+ high[Int(active >> 6 & 63)]
  }
}
