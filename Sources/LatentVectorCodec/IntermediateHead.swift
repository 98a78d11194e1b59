import StrictJSON

/// A head of its own between the distortion head and another one.
public struct IntermediateHead: Sendable, Equatable {
  /// The strength that it stands for, between 0 and 1.
  public var strength: Float
  /// Graph: latent and cell (and noise) → pixels.
  public var graph: String

  /// Names a graph that stands for a strength.
  public init(strength: Float, graph: String) {
    self.strength = strength
    self.graph = graph
  }
}

extension IntermediateHead {
  /// The member `between` of a rung: by head, with strengths that rise
  /// strictly between 0 and 1 as float32, in which the dial is computed. Of the
  /// rung's `heads` each but the distortion head may have some.
  static func read(
    _ json: JSONValue, heads: [String: String]
  ) throws(JSONError) -> [String: [IntermediateHead]] {
    var between: [String: [IntermediateHead]] = [:]
    for (head, list) in try json.members() {
      guard heads[head] != nil, head != "distortion" else {
        throw list.failure("'\(head)' is no head that a dial leads to")
      }
      var found: [IntermediateHead] = []
      for element in try list.elements() {
        let value = try element.member("strength")
        let strength = Float(try value.number())
        let last = found.last?.strength ?? 0
        guard strength > last, strength < 1 else {
          throw value.failure("\(strength) is not between \(last) and 1")
        }
        found.append(
          IntermediateHead(
            strength: strength, graph: try element.member("graph").string()))
      }
      between[head] = found
    }
    return between
  }
}
