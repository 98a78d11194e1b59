/// Projects rows of floats onto sixteen directions at a time.
enum ProjectionKernel {
  /// Directions that one call handles.
  static let width = 16

  /// `directions` holds `dimension` groups of sixteen weights; the projection of
  /// row r on direction p goes to `output[p · rows + r]`.
  static func project(
    _ values: UnsafeBufferPointer<Float>, rows: Int, dimension: Int,
    directions: UnsafePointer<SIMD16<Float>>,
    output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(values.count == rows * dimension)
    precondition(output.count == rows * width)
    var row = 0
    while row < rows {
      // Two rows share each load of weights; an odd last row is taken twice.
      let other = min(row + 1, rows - 1)
      let (first, second) = (row &* dimension, other &* dimension)
      var sumFirst = SIMD16<Float>.zero
      var sumSecond = SIMD16<Float>.zero
      for k in 0..<dimension {
        let weights = directions[k]
        sumFirst += weights * values[first &+ k]
        sumSecond += weights * values[second &+ k]
      }
      for p in 0..<width {
        output[p &* rows &+ row] = sumFirst[p]
        output[p &* rows &+ other] = sumSecond[p]
      }
      row += 2
    }
  }
}
