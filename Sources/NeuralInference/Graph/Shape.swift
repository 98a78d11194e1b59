/// Arithmetic of sizes that come from outside: overflow throws.
enum Shape {
  /// The number of values of a tensor; every dimension at least 1.
  static func count(
    _ shape: [Int], of name: String
  ) throws(InferenceError) -> Int {
    var count = 1
    for size in shape {
      guard size >= 1 else { throw .invalidShape(shape, of: name) }
      count = try multiply(count, size, of: name)
    }
    // Its bytes must fit as well.
    _ = try multiply(count, MemoryLayout<Float>.stride, of: name)
    return count
  }

  static func multiply(
    _ a: Int, _ b: Int, of name: String
  ) throws(InferenceError) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw .sizeOverflow(of: name) }
    return product
  }

  static func multiply(
    _ a: Int?, _ b: Int?, of name: String
  ) throws(InferenceError) -> Int? {
    guard let a, let b else { return nil }
    return try multiply(a, b, of: name)
  }

  static func add(
    _ a: Int, _ b: Int, of name: String
  ) throws(InferenceError) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    if overflow { throw .sizeOverflow(of: name) }
    return sum
  }

  /// Throws unless a layer's input has the expected shape, as far as known.
  static func expect(
    _ expected: [Int?], _ found: [Int?], layer: String
  ) throws(InferenceError) {
    guard agree(expected, found) else {
      throw .shapeMismatch(layer: layer, expected: expected, found: found)
    }
  }

  /// `[N, H, W, C]` with another height and width, where they are known.
  static func mapSides(
    _ shape: [Int?], _ body: (Int) throws(InferenceError) -> Int
  ) throws(InferenceError) -> [Int?] {
    var result = shape
    for axis in 1...2 {
      if let side = shape[axis] { result[axis] = try body(side) }
    }
    return result
  }

  /// Whether two sizes can be the same, as far as they are known.
  static func agree(_ a: Int?, _ b: Int?) -> Bool {
    guard let a, let b else { return true }
    return a == b
  }

  static func agree(_ a: [Int?], _ b: [Int?]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) }
  }
}
