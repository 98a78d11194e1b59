/// A dense array of float32 values in row-major order.
///
/// Pictures are `[N, H, W, C]`, vectors `[N, C]`; the last dimension is the one
/// whose neighbours lie side by side in memory.
public struct Tensor: Sendable, Equatable {
  /// The size of every dimension; each is at least 1.
  public let shape: [Int]

  /// The values, as many as the product of `shape`.
  public var values: [Float]

  /// Makes a tensor from values that the caller has not counted.
  ///
  /// - Throws: `InferenceError.tensorCount` if the values do not fill the shape,
  ///   `InferenceError.sizeOverflow` if no memory could hold it.
  public init(shape: [Int], values: [Float]) throws(InferenceError) {
    let count = try Shape.count(shape, of: "tensor")
    guard count == values.count else {
      throw .tensorCount(shape: shape, expected: count, found: values.count)
    }
    self.shape = shape
    self.values = values
  }

  /// For results of this module, whose count is right by construction.
  init(trusted shape: [Int], values: [Float]) {
    self.shape = shape
    self.values = values
  }
}
