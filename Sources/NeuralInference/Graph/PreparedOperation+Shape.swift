/// Shapes, with `nil` for sizes that are not known before a run. One function
/// serves the check at load and the plan of each run.
extension PreparedOperation {
  func outputShape(
    _ inputs: [[Int?]], layer: String
  ) throws(InferenceError) -> [Int?] {
    let x = inputs[0]
    func expect(_ expected: [Int?]) throws(InferenceError) {
      guard Shape.agree(expected, x) else {
        throw .shapeMismatch(layer: layer, expected: expected, found: x)
      }
    }
    func channels(_ count: Int?) throws(InferenceError) {
      try expect(Array(x.dropLast()) + [count])
      guard x.count >= 1 else {
        throw .shapeMismatch(layer: layer, expected: [count], found: x)
      }
    }
    switch self {
    case .linear(let plan):
      try expect([nil, plan.inputChannels])
      return [x[0], plan.outputChannels]
    case .convolution(let plan):
      try expect([nil, nil, nil, plan.inputChannels])
      let height = try plan.outputSize(
        x[1], kernel: plan.kernelHeight, before: plan.padding.top,
        after: plan.padding.bottom, layer: layer)
      let width = try plan.outputSize(
        x[2], kernel: plan.kernelWidth, before: plan.padding.left,
        after: plan.padding.right, layer: layer)
      return [x[0], height, width, plan.outputChannels]
    case .affine(let plan):
      try channels(plan.inputChannels)
      return x
    case .scale(let weights):
      try channels(weights.count)
      return x
    case .relu, .leakyRelu, .clamp:
      return x
    case .add, .multiply:
      return try Self.joined(x, inputs[1], layer: layer)
    case .depthToSpace(let block):
      try expect([nil, nil, nil, nil])
      let area = try Shape.multiply(block, block, of: layer)
      if let depth = x[3], depth % area != 0 {
        throw .invalidAttribute(
          layer: layer, attribute: "block",
          reason: "of \(block) does not divide \(depth) channels")
      }
      return [
        x[0], try Shape.multiply(x[1], block, of: layer),
        try Shape.multiply(x[2], block, of: layer), x[3].map { $0 / area },
      ]
    case .spaceToDepth(let block):
      try expect([nil, nil, nil, nil])
      let area = try Shape.multiply(block, block, of: layer)
      for size in [x[1], x[2]] {
        if let size, size % block != 0 {
          throw .invalidAttribute(
            layer: layer, attribute: "block",
            reason: "of \(block) does not divide a side of \(size)")
        }
      }
      return [
        x[0], x[1].map { $0 / block }, x[2].map { $0 / block },
        try Shape.multiply(x[3], area, of: layer),
      ]
    case .mirrorPad(let size):
      try expect([nil, nil, nil, nil])
      var shape = x
      for axis in 1...2 {
        guard let side = x[axis] else { continue }
        guard side >= size else {
          throw .invalidAttribute(
            layer: layer, attribute: "size",
            reason: "of \(size) is beyond the mirror image of \(side)")
        }
        shape[axis] = try Shape.add(side, 2 * size, of: layer)
      }
      return shape
    case .crop(let size):
      try expect([nil, nil, nil, nil])
      var shape = x
      for axis in 1...2 {
        guard let side = x[axis] else { continue }
        guard (side - 1) / 2 >= size else {
          throw .invalidAttribute(
            layer: layer, attribute: "size",
            reason: "of \(size) leaves nothing of \(side)")
        }
        shape[axis] = side - 2 * size
      }
      return shape
    case .maxPool(let kernel, let stride), .averagePool(let kernel, let stride):
      try expect([nil, nil, nil, nil])
      var shape = x
      for axis in 1...2 {
        guard let size = x[axis] else { continue }
        guard size >= kernel else {
          throw .invalidAttribute(
            layer: layer, attribute: "kernel",
            reason: "of \(kernel) is larger than the picture of \(size)")
        }
        shape[axis] = (size - kernel) / stride + 1
      }
      return shape
    case .globalAveragePool:
      try expect([nil, nil, nil, nil])
      return [x[0], x[3]]
    case .flatten:
      try expect([nil, nil, nil, nil])
      return [x[0], try Self.count(x.dropFirst(), layer: layer)]
    case .reshape(let shape):
      guard let rows = x.first else {
        throw .shapeMismatch(layer: layer, expected: [nil], found: x)
      }
      let found = try Self.count(x.dropFirst(), layer: layer)
      let expected = try Shape.count(shape, of: layer)
      guard Shape.agree(found, expected) else {
        throw .shapeMismatch(
          layer: layer, expected: [nil] + shape.map { $0 }, found: x)
      }
      return [rows] + shape.map { $0 }
    case .concat:
      return try Self.concatenated(inputs, layer: layer)
    case .slice(let from, let to):
      guard let last = x.last else {
        throw .shapeMismatch(layer: layer, expected: [nil], found: x)
      }
      if let last, to > last {
        throw .invalidAttribute(
          layer: layer, attribute: "to",
          reason: "of \(to) is beyond \(last) channels")
      }
      return x.dropLast() + [to - from]
    }
  }

  private static func count(
    _ shape: ArraySlice<Int?>, layer: String
  ) throws(InferenceError) -> Int? {
    var count: Int? = 1
    for size in shape { count = try Shape.multiply(count, size, of: layer) }
    return count
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
