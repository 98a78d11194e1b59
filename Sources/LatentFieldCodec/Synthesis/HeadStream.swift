import Codec
import NeuralInference

/// A head's run through a tile's rows.
struct HeadStream {
  private let inputs: HeadInputs
  private let sources: [String: HeadInputs.Source]
  private let stream: GraphStream

  init(
    _ graph: Graph, _ inputs: HeadInputs, _ execution: Execution,
    _ threads: Int
  ) throws(RDCError) {
    self.inputs = inputs
    sources = try Self.sources(graph, inputs)
    stream = try inputs.tile.stream(
      graph, sources.mapValues { inputs.shape($0) },
      lines: FieldGeometry.cell, threads: threads, execution)
    let geometry = inputs.geometry
    let expected = [
      1, geometry.cellRows * FieldGeometry.cell,
      inputs.tile.outerColumns.count * FieldGeometry.cell, 3,
    ]
    guard stream.shape == expected else {
      throw .codec(
        LatentFieldError.model(reason: "a head gives \(stream.shape)"))
    }
  }

  /// The bytes that such a run takes.
  static func byteCount(
    _ graph: Graph, _ inputs: HeadInputs, threads: Int
  ) throws(RDCError) -> Int {
    try inputs.tile.streamBytes(
      graph, sources(graph, inputs).mapValues { inputs.shape($0) },
      lines: FieldGeometry.cell, threads: threads)
  }

  private static func sources(
    _ graph: Graph, _ inputs: HeadInputs
  ) throws(RDCError) -> [String: HeadInputs.Source] {
    var sources: [String: HeadInputs.Source] = [:]
    for input in graph.description.inputs {
      sources[input.name] = try inputs.source(input)
    }
    return sources
  }

  /// Takes the next rows of pixels, [rows, outer columns, 3].
  ///
  /// - Returns: whether there are more.
  func next(
    _ write: (Range<Int>, UnsafeBufferPointer<Float>) -> Void
  ) -> Bool {
    stream.next(
      fill: { request in
        guard let source = sources[request.input] else { return }
        inputs.fill(source, request.lines, request.values)
      }, read: write)
  }
}
