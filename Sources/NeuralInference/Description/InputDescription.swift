import StrictJSON

/// An input of a graph.
public struct InputDescription: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// Its shape; `nil` (in JSON `null` or −1) is a size that each run may choose.
  public let shape: [Int?]

  /// Makes a description; it is checked when a graph is built from it.
  public init(name: String, shape: [Int?]) {
    self.name = name
    self.shape = shape
  }
}

extension InputDescription {
  /// Reads `{"name": …, "shape": […]}`.
  init(_ json: JSONValue) throws(JSONError) {
    name = try json.member("name").string()
    var shape: [Int?] = []
    for size in try json.member("shape").elements() {
      let known = size.isNull ? -1 : try size.integer()
      shape.append(known == -1 ? nil : known)
    }
    self.shape = shape
  }
}

extension InputDescription: Encodable {
  private enum Key: String, CodingKey { case name, shape }

  /// Writes `{"name": …, "shape": […]}`, a free size as −1.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: Key.self)
    try box.encode(name, forKey: .name)
    try box.encode(shape.map { $0 ?? -1 }, forKey: .shape)
  }
}
