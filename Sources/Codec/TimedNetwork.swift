import NeuralInference

/// A network that is timed by itself.
public struct TimedNetwork: Sendable {
  /// What the bench calls it.
  public let name: String
  /// The network, whose inputs are rows of values.
  public let graph: Graph
  /// Rows that one picture takes.
  public let rows: Int

  /// Takes all three.
  public init(name: String, graph: Graph, rows: Int) {
    self.name = name
    self.graph = graph
    self.rows = rows
  }
}
