/// The inner loops of matrix scaling.
enum ScalingKernel {
  /// a = 1/(K·column), and weights = Kᵀ(source·a), in one pass over K.
  static func rows(
    _ kernel: [Double], source: [Double], column: [Double],
    weights: inout [Double]
  ) -> [Double] {
    let m = column.count
    precondition(kernel.count == source.count * m && weights.count == m)
    var row = source
    kernel.withUnsafeBufferPointer { kernel in
      column.withUnsafeBufferPointer { column in
        weights.withUnsafeMutableBufferPointer { weights in
          for x in 0..<source.count {
            let start = x &* m
            var sum = 0.0
            var y = 0
            while y < m {
              sum += kernel[start &+ y] * column[y]
              y &+= 1
            }
            row[x] = 1 / sum
            let mass = source[x] / sum
            y = 0
            while y < m {
              weights[y] += mass * kernel[start &+ y]
              y &+= 1
            }
          }
        }
      }
    }
    return row
  }
}
