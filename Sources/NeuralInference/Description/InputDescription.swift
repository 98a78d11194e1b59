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

extension InputDescription: Codable {
  private enum Key: String, CodingKey { case name, shape }

  /// Reads `{"name": …, "shape": […]}`.
  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    name = try box.decode(String.self, forKey: .name)
    shape = try box.decode([Int?].self, forKey: .shape).map {
      $0 == -1 ? nil : $0
    }
  }

  /// Writes `{"name": …, "shape": […]}`, a free size as −1.
  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: Key.self)
    try box.encode(name, forKey: .name)
    try box.encode(shape.map { $0 ?? -1 }, forKey: .shape)
  }
}
