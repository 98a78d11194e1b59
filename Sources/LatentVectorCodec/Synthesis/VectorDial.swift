/// The graphs that a strength asks for: the dial from the distortion head to
/// another one is piecewise linear through the heads between them.
///
/// A strength on one of its knots is that head alone; between knots the two
/// neighbours are blended.
struct VectorDial: Equatable {
  /// The head at the strength, or the next one below.
  let lower: String
  /// The next head above, if the strength is on no knot.
  let upper: String?
  /// The share of `upper`: 0 is `lower`, 1 would be `upper`.
  let weight: Float

  /// - Parameters:
  ///   - distortion: the graph at strength 0.
  ///   - between: the heads between, with strengths that rise.
  ///   - head: the graph at strength 1.
  ///   - strength: where on the way to stand.
  init(
    from distortion: String, through between: [IntermediateHead],
    to head: String, strength: Float
  ) {
    let knots =
      [IntermediateHead(strength: 0, graph: distortion)] + between
      + [IntermediateHead(strength: 1, graph: head)]
    if let knot = knots.first(where: { $0.strength == strength }) {
      lower = knot.graph
      upper = nil
      weight = 0
    } else {
      // Beyond its ends the dial goes on as its first or last part does.
      let part = knots.dropFirst().dropLast().count { $0.strength < strength }
      let (low, high) = (knots[part], knots[part + 1])
      lower = low.graph
      upper = high.graph
      weight = (strength - low.strength) / (high.strength - low.strength)
    }
  }
}
