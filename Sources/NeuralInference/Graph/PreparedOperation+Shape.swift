/// Shapes, with `nil` for sizes that are not known before a run. One function
/// serves the check at load and the plan of each run.
extension PreparedOperation {
  func outputShape(
    _ inputs: [[Int?]], layer: String
  ) throws(InferenceError) -> [Int?] {
    let x = inputs[0]
    switch self {
    case .linear(let plan):
      try Shape.expect([nil, plan.inputChannels], x, layer: layer)
      return [x[0], plan.outputChannels]
    case .convolution(let plan):
      try Shape.expect([nil, nil, nil, plan.inputChannels], x, layer: layer)
      return try plan.outputShape(x, layer: layer)
    case .affine(let plan):
      try Self.expectChannels(plan.inputChannels, x, layer: layer)
      return x
    case .scale(let weights):
      try Self.expectChannels(weights.count, x, layer: layer)
      return x
    case .activation:
      return x
    case .add, .multiply:
      return try Self.joined(x, inputs[1], layer: layer)
    case .layout(let operation):
      try Shape.expect([nil, nil, nil, nil], x, layer: layer)
      return try operation.outputShape(x, layer: layer)
    case .pooling(let operation):
      try Shape.expect([nil, nil, nil, nil], x, layer: layer)
      return try operation.outputShape(x, layer: layer)
    case .globalAveragePool:
      try Shape.expect([nil, nil, nil, nil], x, layer: layer)
      return [x[0], x[3]]
    case .flatten:
      try Shape.expect([nil, nil, nil, nil], x, layer: layer)
      return [x[0], try Self.count(x.dropFirst(), layer: layer)]
    case .reshape(let shape):
      return try Self.reshaped(x, to: shape, layer: layer)
    case .concat:
      return try Self.concatenated(inputs, layer: layer)
    case .slice(let from, let to):
      guard let last = x.last else {
        throw .shapeMismatch(layer: layer, expected: [nil], found: x)
      }
      if let last, to > last {
        throw AttributeCheck(layer: layer).invalid(
          "to", "of \(to) is beyond \(last) channels")
      }
      return x.dropLast() + [to - from]
    }
  }

  private static func expectChannels(
    _ count: Int, _ x: [Int?], layer: String
  ) throws(InferenceError) {
    try Shape.expect(Array(x.dropLast()) + [count], x, layer: layer)
  }

  private static func count(
    _ shape: ArraySlice<Int?>, layer: String
  ) throws(InferenceError) -> Int? {
    var count: Int? = 1
    for size in shape { count = try Shape.multiply(count, size, of: layer) }
    return count
  }

  private static func reshaped(
    _ x: [Int?], to shape: [Int], layer: String
  ) throws(InferenceError) -> [Int?] {
    guard let rows = x.first else {
      throw .shapeMismatch(layer: layer, expected: [nil], found: x)
    }
    let found = try count(x.dropFirst(), layer: layer)
    let expected = try Shape.count(shape, of: layer)
    guard Shape.agree(found, expected) else {
      throw .shapeMismatch(
        layer: layer, expected: [nil] + shape.map { $0 }, found: x)
    }
    return [rows] + shape.map { $0 }
  }

  /// Equal shapes; or [..., C] with [C]; or [N, H, W, C] with [N, C].
  private static func joined(
    _ a: [Int?], _ b: [Int?], layer: String
  ) throws(InferenceError) -> [Int?] {
    if a.count == b.count, Shape.agree(a, b) {
      return zip(a, b).map { $0 ?? $1 }
    }
    if b.count == 1, let last = a.last, Shape.agree(last, b[0]) {
      return a.dropLast() + [last ?? b[0]]
    }
    if a.count == 4, b.count == 2, Shape.agree([a[0], a[3]], b) {
      return [a[0] ?? b[0], a[1], a[2], a[3] ?? b[1]]
    }
    throw .shapeMismatch(layer: layer, expected: a, found: b)
  }

  private static func concatenated(
    _ inputs: [[Int?]], layer: String
  ) throws(InferenceError) -> [Int?] {
    var result = inputs[0]
    guard let last = result.popLast() else {
      throw .shapeMismatch(layer: layer, expected: [nil], found: [])
    }
    var sum = last
    for shape in inputs.dropFirst() {
      guard Shape.agree(result + [nil], shape), let more = shape.last else {
        throw .shapeMismatch(
          layer: layer, expected: result + [nil], found: shape)
      }
      result = zip(result, shape).map { $0 ?? $1 }
      if let known = sum, let more {
        sum = try Shape.add(known, more, of: layer)
      } else {
        sum = nil
      }
    }
    return result + [sum]
  }
}
