import CKernels

/// Fetches the weights of one layer and checks them.
struct WeightSource {
  let layer: String
  let fetch: (String) throws -> Tensor

  /// The bias `name` `[count]`, or zeros where there is none.
  func callAsFunction(
    bias name: String?, count: Int
  ) throws(InferenceError) -> [Float] {
    guard let name else { return Array(repeating: 0, count: count) }
    return try callAsFunction(name, expected: [count]).values
  }

  /// The weight `name`, with the expected shape and finite values only: an
  /// infinite weight would turn the zeros of a border into NaN.
  func callAsFunction(
    _ name: String, expected: [Int?]
  ) throws(InferenceError) -> Tensor {
    let tensor: Tensor
    do {
      tensor = try fetch(name)
    } catch let error as InferenceError {
      throw error
    } catch {
      throw .weightUnavailable(name, reason: String(describing: error))
    }
    let count = try Shape.count(tensor.shape, of: name)
    guard count == tensor.values.count else {
      throw .tensorCount(
        shape: tensor.shape, expected: count, found: tensor.values.count)
    }
    guard Shape.agree(expected, tensor.shape) else {
      throw .weightShape(
        name, layer: layer, expected: expected, found: tensor.shape)
    }
    let isFinite = tensor.values.withUnsafeBufferPointer { values in
      values.baseAddress.map { rdc_all_finite($0, Int64(values.count)) } != 0
    }
    if !isFinite, let bad = tensor.values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteWeight(name, index: bad)
    }
    return tensor
  }
}
