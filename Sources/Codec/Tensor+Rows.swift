import NeuralInference

extension Tensor {
  /// A tensor of a shape that the caller has counted.
  ///
  /// - Throws: ``RDCError/inference(_:)`` if the count is another one.
  public static func of(
    _ shape: [Int], _ values: [Float]
  ) throws(RDCError) -> Tensor {
    do {
      return try Tensor(shape: shape, values: values)
    } catch {
      throw .inference(error)
    }
  }

  /// The column of the greatest value in each row, the first in a tie.
  public func argmaxRows() -> [Int] {
    let width = shape[1]
    return (0..<shape[0]).map { row in
      var best = 0
      for column in 1..<width
      where values[row * width + column] > values[row * width + best] {
        best = column
      }
      return best
    }
  }
}
