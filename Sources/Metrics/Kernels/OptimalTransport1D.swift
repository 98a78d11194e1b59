/// Optimal transport on the line between two sorted samples.
enum OptimalTransport1D {
  /// W₂² = ∫₀¹ (F⁻¹(t) − G⁻¹(t))² dt of two sorted samples of any sizes.
  ///
  /// Source: Peyré and Cuturi, "Computational Optimal Transport", 2019,
  /// equation 2.37. The quantile functions of samples are steps, so the
  /// integral over the merged steps is exact; for equal sizes it is the mean of
  /// squared differences in order.
  static func squaredWasserstein2(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>
  ) -> Double {
    if a.count == b.count {
      var sum = 0.0
      for index in a.indices {
        let difference = Double(a[index]) - Double(b[index])
        sum += difference * difference
      }
      return sum / Double(a.count)
    }
    // Time in units of 1/(a.count · b.count), in whole numbers.
    var (i, j, time) = (0, 0, 0)
    var sum = 0.0
    while i < a.count, j < b.count {
      let endA = (i + 1) * b.count
      let endB = (j + 1) * a.count
      let end = min(endA, endB)
      let difference = Double(a[i]) - Double(b[j])
      sum += difference * difference * Double(end - time)
      time = end
      if endA == end { i += 1 }
      if endB == end { j += 1 }
    }
    return sum / (Double(a.count) * Double(b.count))
  }
}
