import Foundation
import NeuralInference
import Support
import TestSupport
import Testing

/// Gradients against differences of what the graph itself gives.
struct GradientTests {
  private typealias Weights = [String: Tensor]

  /// A small classifier with every operation that is differentiated.
  private static let json = """
    {"inputs": [{"name": "x", "shape": [-1, 16, 12, 3]}],
     "layers": [
      {"op": "affine", "inputs": ["x"], "output": "a", "scale": "s",
       "shift": "t"},
      {"op": "conv2d", "inputs": ["a"], "output": "c1", "weight": "w1",
       "bias": "b1", "stride": 2, "padding": [0, 0, 1, 1],
       "paddingMode": "zeros", "groups": 1},
      {"op": "clamp", "inputs": ["c1"], "output": "k1", "low": 0, "high": 0.5},
      {"op": "conv2d", "inputs": ["k1"], "output": "c2", "weight": "w2",
       "stride": 1, "padding": [2, 2, 2, 2], "paddingMode": "zeros",
       "groups": 8},
      {"op": "relu", "inputs": ["c2"], "output": "r2"},
      {"op": "conv2d", "inputs": ["r2"], "output": "c3", "weight": "w3",
       "bias": "b1", "stride": 1, "padding": [0, 0, 0, 0],
       "paddingMode": "zeros", "groups": 1},
      {"op": "add", "inputs": ["c3", "k1"], "output": "sum"},
      {"op": "conv2d", "inputs": ["sum"], "output": "c4", "weight": "w2",
       "stride": 2, "padding": [1, 1, 2, 2], "paddingMode": "zeros",
       "groups": 8},
      {"op": "scale", "inputs": ["c4"], "output": "d", "weight": "b1"},
      {"op": "globalAveragePool", "inputs": ["d"], "output": "features"},
      {"op": "linear", "inputs": ["features"], "output": "logits",
       "weight": "w5", "bias": "b5"}],
     "output": "OUTPUT"}
    """

  private static func weights() throws -> Weights {
    var random = SplitMix64(seed: 5)
    let shapes = [
      ("s", [3]), ("t", [3]), ("w1", [3, 3, 3, 8]), ("b1", [8]),
      ("w2", [5, 5, 1, 8]), ("w3", [1, 1, 8, 8]), ("w5", [8, 6]), ("b5", [6]),
    ]
    var weights: Weights = [:]
    for (name, shape) in shapes {
      weights[name] = try Self.tensor(&random, shape)
    }
    return weights
  }

  @Test(arguments: [
    "a", "c1", "k1", "c2", "r2", "c3", "sum", "c4", "d", "features", "logits",
  ])
  func `a gradient tells how the output changes`(_ output: String) throws {
    let weights = try Self.weights()
    func weight(_ name: String) throws -> Tensor {
      try EveryWay.source(name, weights)
    }
    let graph = try Graph(
      GraphDescription(
        json: Array(
          Self.json.replacingOccurrences(of: "OUTPUT", with: output).utf8)),
      weights: weight)
    let gradient = try graph.gradient(to: "x", weights: weight)
    var random = SplitMix64(seed: 1)
    let x = try Self.tensor(&random, [2, 16, 12, 3])
    let context = try #require(try EveryWay.contexts().first)
    let slope = try Self.tensor(
      &random, graph.run(["x": x], context: context).shape)
    for context in try EveryWay.contexts() {
      let found = try gradient.run(
        ["x": x, Graph.outputSlope: slope], context: context)
      #expect(found.shape == x.shape)
      for _ in 0..<4 {
        let way = try Self.tensor(&random, x.shape)
        func value(_ step: Float) throws -> Double {
          var moved = x
          for i in way.values.indices {
            moved.values[i] += step * way.values[i]
          }
          return product(
            try graph.run(["x": moved], context: context), slope)
        }
        let expected = (try value(0x1p-12) - value(-0x1p-12)) * 0x1p11
        let size = product(found, found).squareRoot()
        #expect(abs(product(found, way) - expected) < 0.03 * size)
      }
    }
  }

  /// Values that are all about as large, so that a small step leaves nearly all
  /// activations on the side of their corner where they are.
  private static func tensor(
    _ random: inout SplitMix64, _ shape: [Int]
  ) throws -> Tensor {
    try Tensor(
      shape: shape,
      values: (0..<shape.reduce(1, *)).map { _ in
        Float(random.uniform()) - 0.5
      })
  }

  private func product(_ a: Tensor, _ b: Tensor) -> Double {
    zip(a.values, b.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  @Test(arguments: [
    (#"{"op": "hardSwish", "inputs": ["x"], "output": "y", "slope": 1}"#, "op"),
    (
      #"{"op": "conv2d", "inputs": ["x"], "output": "y", "weight": "w", "#
        + #""stride": 1, "padding": [1, 1, 1, 1], "paddingMode": "replicate", "#
        + #""groups": 1}"#, "paddingMode"
    ),
    (#"{"op": "globalAveragePool", "inputs": ["x"], "output": "y"}"#, "inputs"),
    (
      #"{"op": "conv2d", "inputs": ["x"], "output": "y", "weight": "w", "#
        + #""stride": 17, "padding": [1, 1, 1, 1], "#
        + #""paddingMode": "zeros", "groups": 1}"#, "stride"
    ),
  ])
  func `what is not differentiated is named`(
    _ layer: String, _ attribute: String
  ) throws {
    let side = attribute == "inputs" ? "-1" : "4"
    let json = """
      {"inputs": [{"name": "x", "shape": [1, \(side), 4, 2]}],
       "layers": [\(layer)], "output": "y"}
      """
    var random = SplitMix64(seed: 1)
    let weight = try Self.tensor(&random, [3, 3, 2, 2])
    let graph = try Graph(GraphDescription(json: Array(json.utf8))) { _ in
      weight
    }
    #expect {
      try graph.gradient(to: "x") { _ in weight }
    } throws: { error in
      guard case .invalidAttribute("y", let found, _) = error as? InferenceError
      else { return false }
      return found == attribute
    }
  }
}
