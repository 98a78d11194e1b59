/// The search's inner loop: a squared distance in a fixed order of sums.
enum SquaredError {
  /// Σ (a − clamp(b, 0, 1))² over `count` values from the given offsets.
  ///
  /// Sixteen running sums, value i going to sum i mod 16, added up pairwise
  /// at the end: the same result on every machine.
  static func clamped(
    _ a: [Float], _ aOffset: Int, _ b: [Float], _ bOffset: Int, _ count: Int
  ) -> Float {
    precondition(
      aOffset >= 0 && bOffset >= 0 && aOffset + count <= a.count
        && bOffset + count <= b.count)
    return a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        let stride = MemoryLayout<Float>.stride
        var sums = SIMD16<Float>.zero
        let whole = count - count % 16
        for i in Swift.stride(from: 0, to: whole, by: 16) {
          let x = a.loadUnaligned(
            fromByteOffset: (aOffset + i) * stride, as: SIMD16<Float>.self)
          let y = b.loadUnaligned(
            fromByteOffset: (bOffset + i) * stride, as: SIMD16<Float>.self)
          let difference = x - y.clamped(lowerBound: .zero, upperBound: .one)
          sums += difference * difference
        }
        var rest = SIMD16<Float>.zero
        for i in whole..<count {
          let x = a.loadUnaligned(
            fromByteOffset: (aOffset + i) * stride, as: Float.self)
          let y = b.loadUnaligned(
            fromByteOffset: (bOffset + i) * stride, as: Float.self)
          let difference = x - min(max(y, 0), 1)
          rest[i - whole] = difference * difference
        }
        let eight = (sums + rest).lowHalf + (sums + rest).highHalf
        let four = eight.lowHalf + eight.highHalf
        return (four[0] + four[2]) + (four[1] + four[3])
      }
    }
  }
}

extension SIMD16<Float> {
  static var one: Self { Self(repeating: 1) }
}
