import Codec
import NeuralInference
import Support

/// A classifier of a pack: pictures to logits and features.
struct VectorClassifier: PictureClassifier {
  let labels: [String]
  let size: (width: Int, height: Int)
  private let graph: Graph
  private let sampleCount: Int

  /// Builds a classifier of the model.
  init(
    _ codec: LatentVectorCodec, _ role: ClassifierRole
  ) throws(RDCError) {
    let description = codec.description
    labels = description.labels
    size = (description.picture.width, description.picture.height)
    sampleCount =
      description.picture.width * description.picture.height
      * description.picture.channels
    graph = try codec.pack.network(
      role == .guide
        ? description.classifiers.guide : description.classifiers.measure)
  }

  /// Logits, [N, classes], of samples on [0, 1].
  func logits(
    _ pictures: [Float], execution: Execution
  ) throws(RDCError) -> Tensor {
    try read(pictures, [graph.description.output], execution)[0]
  }

  /// The penultimate layer's values, [N, features], and the logits.
  func read(
    _ pictures: PictureSet, _ execution: Execution
  ) throws(RDCError) -> Sight {
    let both = try read(
      SampleScale.values(pictures.samples),
      ["features", graph.description.output], execution)
    return Sight(logits: both[1], features: both[0])
  }

  /// The named tensors of the graph for all pictures.
  private func read(
    _ pictures: [Float], _ names: [String], _ execution: Execution
  ) throws(RDCError) -> [Tensor] {
    let count = pictures.count / sampleCount
    let batch = try execution.batchSize(graph, ["picture": [1, sampleCount]])
    let parts = try Parallel.map(
      (count + batch - 1) / batch, threads: execution.threads
    ) { part throws(RDCError) -> [String: Tensor] in
      let rows = part * batch..<min(count, (part + 1) * batch)
      let values = Array(
        pictures[
          rows.lowerBound * sampleCount..<rows.upperBound * sampleCount])
      let picture = try Tensor.of([rows.count, sampleCount], values)
      return try execution.run(graph, ["picture": picture], outputs: names)
    }
    var tensors: [Tensor] = []
    for name in names {
      let values = parts.flatMap { $0[name]?.values ?? [] }
      tensors.append(
        try Tensor.of([count, values.count / max(1, count)], values))
    }
    return tensors
  }
}
