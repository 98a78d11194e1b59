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

  /// The bytes that the network takes on each thread.
  func memory(_ execution: Execution) throws(RDCError) -> Int {
    let batch = try execution.batchSize(graph, ["picture": [1, sampleCount]])
    return try Execution.runBytes(graph, ["picture": [batch, sampleCount]])
  }

  /// The likeliest label of each picture, of samples on [0, 1].
  ///
  /// Nothing that a batch allocates outlives it: what is kept between two of
  /// them would keep the memory of each from being used again.
  func likeliest(
    _ pictures: [Float], execution: Execution
  ) throws(RDCError) -> [Int] {
    let count = pictures.count / sampleCount
    let batch = try execution.batchSize(graph, ["picture": [1, sampleCount]])
    return try SharedBuffer.fill(count) { labels throws(RDCError) in
      try Parallel.forEach(count, batch: batch, threads: execution.threads) {
        rows throws(RDCError) in
        let logits = try execution.run(
          graph, ["picture": try picture(pictures, rows)])
        let found = logits.argmaxRows()
        guard found.count == rows.count else {
          throw .pack(
            .badGraph(
              name: graph.description.output,
              reason: "gives \(logits.shape) for \(rows.count) pictures"))
        }
        labels.part(rows).update(from: found, count: found.count)
      }
    }
  }

  /// The penultimate layer's values, [N, features], and the logits.
  func read(
    _ pictures: PictureSet, _ execution: Execution
  ) throws(RDCError) -> Sight {
    let both = try read(
      SampleScale.values(pictures.samples),
      ["features", graph.description.output], execution)
    guard both[1].shape == [pictures.count, labels.count] else {
      throw .pack(
        .badGraph(
          name: graph.description.output,
          reason: "gives \(both[1].shape) for \(labels.count) labels"))
    }
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
      return try execution.run(
        graph, ["picture": try picture(pictures, rows)], outputs: names)
    }
    var tensors: [Tensor] = []
    for name in names {
      let values = parts.flatMap { $0[name]?.values ?? [] }
      tensors.append(
        try Tensor.of([count, values.count / max(1, count)], values))
    }
    return tensors
  }

  /// Some of the pictures as the graph reads them.
  private func picture(
    _ pictures: [Float], _ rows: Range<Int>
  ) throws(RDCError) -> Tensor {
    try Tensor.of(
      [rows.count, sampleCount],
      Array(
        pictures[
          rows.lowerBound * sampleCount..<rows.upperBound * sampleCount]))
  }
}
