import Support

/// Mean and covariance of rows of floats, summed in double precision.
enum Covariance {
  static func mean(_ values: [Float], dimension: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: dimension)
    let rows = values.count / dimension
    values.withUnsafeBufferPointer { values in
      sum.withUnsafeMutableBufferPointer { sum in
        for row in 0..<rows {
          let start = row &* dimension
          for j in 0..<dimension { sum[j] += Double(values[start &+ j]) }
        }
      }
    }
    return sum.map { $0 / Double(rows) }
  }

  /// Two passes (differences from the mean) lose no digits to cancellation.
  /// A task owns whole rows of the result, so no sum is split among cores.
  static func matrix(_ values: [Float], mean: [Double]) -> [Double] {
    let n = mean.count
    let rows = values.count / n
    let block = 16
    var result = [Double](repeating: 0, count: n * n)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        // Tasks read shared rows and write rows of their own.
        nonisolated(unsafe) let (values, result) = (values, result)
        Parallel.forEach((n + block - 1) / block) { task in
          let first = task * block
          let last = min(first + block, n)
          withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { row in
            for index in 0..<rows {
              let start = index &* n
              for j in first..<n {
                row[j] = Double(values[start &+ j]) - mean[j]
              }
              for i in first..<last {
                let factor = row[i]
                let target = i &* n
                for j in i..<n { result[target &+ j] += factor * row[j] }
              }
            }
          }
        }
      }
    }
    let scale = 1 / Double(rows - 1)
    for i in 0..<n {
      for j in i..<n {
        let value = result[i * n + j] * scale
        result[i * n + j] = value
        result[j * n + i] = value
      }
    }
    return result
  }
}
