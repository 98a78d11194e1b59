/// Products of small dense matrices, row by row, in double precision.
enum MatrixProduct {
  /// A·B for A of `rows × inner` and B of `inner × columns`.
  static func plain(
    _ a: [Double], _ b: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    precondition(a.count == rows * inner && b.count == inner * columns)
    var result = [Double](repeating: 0, count: rows * columns)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { result in
          for i in 0..<rows {
            for k in 0..<inner {
              let factor = a[i &* inner &+ k]
              let (source, target) = (k &* columns, i &* columns)
              for j in 0..<columns {
                result[target &+ j] += factor * b[source &+ j]
              }
            }
          }
        }
      }
    }
    return result
  }

  /// A·Bᵀ for A of `rows × inner` and B of `columns × inner`.
  static func transposed(
    _ a: [Double], _ b: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    precondition(b.count == columns * inner)
    var turned = [Double](repeating: 0, count: b.count)
    for j in 0..<columns {
      for k in 0..<inner { turned[k * columns + j] = b[j * inner + k] }
    }
    return plain(a, turned, rows: rows, inner: inner, columns: columns)
  }
}
