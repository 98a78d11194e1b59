import StrictJSON

// What several members of a description have in common.
extension JSONValue {
  /// An integer within a range.
  ///
  /// - Throws: `JSONError` if it is outside.
  public func integer(in range: ClosedRange<Int>) throws(JSONError) -> Int {
    let value = try integer()
    guard range.contains(value) else {
      throw failure("\(value) is outside \(range)")
    }
    return value
  }

  /// The names of classes, none twice: at most 256, which a byte can number,
  /// unless said otherwise.
  ///
  /// - Throws: `JSONError` if they are not.
  public func labels(most: Int = 256) throws(JSONError) -> [String] {
    var labels: [String] = []
    var seen: Set<String> = []
    for label in try elements() {
      let name = try label.string()
      guard seen.insert(name).inserted else {
        throw label.failure("'\(name)' stands twice")
      }
      labels.append(name)
    }
    guard (1...most).contains(labels.count) else {
      throw failure("has \(labels.count) labels, not 1 to \(most)")
    }
    return labels
  }
}
