import NeuralInference

/// A classifier of a pack: pictures to logits and features.
public struct Classifier: Sendable {
  /// Which of the pack's classifiers.
  public enum Role: Sendable {
    /// The one that the encoder asks and that heads were trained against.
    case guide
    /// The one that only measures; no head ever saw it.
    case measure
  }

  private let graph: Graph
  private let sampleCount: Int

  /// Builds a classifier of the model.
  public init(_ model: Model, _ role: Role) throws(RDCError) {
    let description = model.pack.description
    sampleCount =
      description.picture.width * description.picture.height
      * description.picture.channels
    do {
      graph = try model.pack.graph(
        role == .guide
          ? description.classifiers.guide : description.classifiers.measure)
    } catch {
      throw .pack(error)
    }
  }

  /// Logits, [N, classes], of samples on [0, 1].
  public func logits(
    _ pictures: [Float], execution: Execution
  ) throws(RDCError) -> Tensor {
    try batches(pictures, execution) { input, context throws(RDCError) in
      try run(graph, ["picture": input], context)
    }
  }

  /// The penultimate layer's values, [N, features], and the logits.
  public func featuresAndLogits(
    _ pictures: [Float], execution: Execution
  ) throws(RDCError) -> (features: Tensor, logits: Tensor) {
    let both = try batches(pictures, execution) {
      input, context throws(RDCError) -> Tensor in
      do {
        let outputs = try graph.runAll(["picture": input], context: context)
        guard let features = outputs["features"],
          let logits = outputs[graph.description.output]
        else { return Tensor(shape: [0, 0], values: []) }
        return features.joined(with: logits)
      } catch {
        throw .inference(error)
      }
    }
    return both.split(lastColumns: graph.outputWidth)
  }

  private static let batch = 128

  private func batches(
    _ pictures: [Float], _ execution: Execution,
    _ body: @Sendable (Tensor, ExecutionContext) throws(RDCError) -> Tensor
  ) throws(RDCError) -> Tensor {
    let count = pictures.count / sampleCount
    let parts = try Parallel.map(
      (count + Self.batch - 1) / Self.batch, threads: execution.threads
    ) { part throws(RDCError) -> Tensor in
      let rows = part * Self.batch..<min(count, (part + 1) * Self.batch)
      let values = Array(
        pictures[
          rows.lowerBound * sampleCount..<rows.upperBound * sampleCount])
      return try body(
        Tensor(shape: [rows.count, sampleCount], values: values),
        execution.single)
    }
    return Tensor(
      shape: [count, parts.first?.shape[1] ?? 0],
      values: parts.flatMap(\.values))
  }
}

extension Tensor {
  /// The column of the greatest value in each row, the first in a tie.
  public func argmaxRows() -> [Int] {
    let width = shape[1]
    return (0..<shape[0]).map { row in
      var best = 0
      for column in 1..<width
      where values[row * width + column] > values[row * width + best] {
        best = column
      }
      return best
    }
  }
}
