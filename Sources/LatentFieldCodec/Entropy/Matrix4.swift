/// A 4×4 matrix of numbers in 1/8192, which takes four integers to four.
struct Matrix4: Sendable {
  private let columns: (SIMD4<Int>, SIMD4<Int>, SIMD4<Int>, SIMD4<Int>)
  /// Binary places of the entries.
  static let shift = 13

  /// - Parameter entries: sixteen, [output][input].
  init(_ entries: [Int]) {
    func column(_ input: Int) -> SIMD4<Int> {
      SIMD4((0..<4).map { entries[4 * $0 + input] })
    }
    columns = (column(0), column(1), column(2), column(3))
  }

  /// The product, rounded, with four values that lie `step` apart.
  @inline(__always)
  func apply(
    _ values: UnsafeMutablePointer<Int32>, at first: Int, step: Int
  ) {
    let places = SIMD4<Int>(
      first, first + step, first + 2 * step, first + 3 * step)
    var sum = SIMD4(repeating: 1 << (Self.shift - 1))
    sum &+= columns.0 &* SIMD4(repeating: Int(values[places[0]]))
    sum &+= columns.1 &* SIMD4(repeating: Int(values[places[1]]))
    sum &+= columns.2 &* SIMD4(repeating: Int(values[places[2]]))
    sum &+= columns.3 &* SIMD4(repeating: Int(values[places[3]]))
    for output in 0..<4 {
      values[places[output]] = Int32(
        truncatingIfNeeded: sum[output] >> Self.shift)
    }
  }
}
