/// An operation that moves the pixels of a picture about; the numbers are at
/// least 1.
enum LayoutOperation: Sendable {
  case depthToSpace(_ block: Int)
  case spaceToDepth(_ block: Int)
  case upsample(_ factor: Int)
  case mirrorPad(_ size: Int)
  case crop(_ size: Int)

  /// The shape `[N, H, W, C]` of the result for one of the input.
  func outputShape(
    _ x: [Int?], layer: String
  ) throws(InferenceError) -> [Int?] {
    let check = AttributeCheck(layer: layer)
    switch self {
    case .depthToSpace(let block):
      let area = try Shape.multiply(block, block, of: layer)
      if let depth = x[3], depth % area != 0 {
        throw check.invalid(
          "block", "of \(block) does not divide \(depth) channels")
      }
      return [
        x[0], try Shape.multiply(x[1], block, of: layer),
        try Shape.multiply(x[2], block, of: layer), x[3].map { $0 / area },
      ]
    case .spaceToDepth(let block):
      let area = try Shape.multiply(block, block, of: layer)
      for size in [x[1], x[2]] {
        if let size, size % block != 0 {
          throw check.invalid(
            "block", "of \(block) does not divide a side of \(size)")
        }
      }
      return [
        x[0], x[1].map { $0 / block }, x[2].map { $0 / block },
        try Shape.multiply(x[3], area, of: layer),
      ]
    case .upsample(let factor):
      return [
        x[0], try Shape.multiply(x[1], factor, of: layer),
        try Shape.multiply(x[2], factor, of: layer), x[3],
      ]
    case .mirrorPad(let size):
      return try Shape.mapSides(x) { side throws(InferenceError) in
        guard side >= size else {
          throw check.invalid(
            "size", "of \(size) is beyond the mirror image of \(side)")
        }
        return try Shape.add(side, 2 * size, of: layer)
      }
    case .crop(let size):
      return try Shape.mapSides(x) { side throws(InferenceError) in
        guard (side - 1) / 2 >= size else {
          throw check.invalid("size", "of \(size) leaves nothing of \(side)")
        }
        return side - 2 * size
      }
    }
  }
}
