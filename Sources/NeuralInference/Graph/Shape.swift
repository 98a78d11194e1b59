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

  /// Whether two sizes can be the same, as far as they are known.
  static func agree(_ a: Int?, _ b: Int?) -> Bool {
    guard let a, let b else { return true }
    return a == b
  }

  static func agree(_ a: [Int?], _ b: [Int?]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) }
  }
}
