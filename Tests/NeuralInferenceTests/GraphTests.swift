import Foundation
import NeuralInference
import Support
import TestSupport
import Testing

/// Whole graphs: order, reuse of memory, named results, golden bits.
struct GraphTests {
  static let json = """
    {"inputs": [{"name": "x", "shape": [-1, null, null, 3]}],
     "layers": [
      {"op": "conv2d", "inputs": ["x"], "output": "c1", "weight": "w1",
       "bias": "b1", "stride": 2, "padding": [0, 1, 1, 0],
       "paddingMode": "replicate", "groups": 1},
      {"op": "leakyRelu", "inputs": ["c1"], "output": "r1", "slope": 0.1},
      {"op": "conv2d", "inputs": ["r1"], "output": "c2", "weight": "w2",
       "bias": "b2", "stride": 1, "padding": [1, 1, 1, 1],
       "paddingMode": "zeros", "groups": 20},
      {"op": "add", "inputs": ["r1", "c2"], "output": "s"},
      {"op": "globalAveragePool", "inputs": ["s"], "output": "features"},
      {"op": "multiply", "inputs": ["s", "features"], "output": "m"},
      {"op": "clamp", "inputs": ["m"], "output": "k", "low": -1, "high": 1},
      {"op": "depthToSpace", "inputs": ["k"], "output": "y", "block": 2},
      {"op": "linear", "inputs": ["features"], "output": "logits",
       "weight": "w3", "bias": "b3"},
      {"op": "hardSwish", "inputs": ["s"], "output": "h", "slope": 0.3},
      {"op": "upsample", "inputs": ["h"], "output": "u", "factor": 2},
      {"op": "linear", "inputs": ["features"], "output": "free",
       "weight": "w3"}],
     "output": "y", "extraOutputs": ["features"]}
    """

  static func graph() throws -> Graph {
    var random = SplitMix64(seed: 2026)
    let shapes = [
      ("w1", [3, 3, 3, 20]), ("b1", [20]), ("w2", [3, 3, 1, 20]),
      ("b2", [20]), ("w3", [20, 10]), ("b3", [10]),
    ]
    var weights: [String: Tensor] = [:]
    for (name, shape) in shapes { weights[name] = try random.tensor(shape) }
    return try Graph(GraphDescription(json: Array(json.utf8))) {
      try EveryWay.source($0, weights)
    }
  }

  static func input() throws -> Tensor {
    var random = SplitMix64(seed: 1)
    return try random.tensor([2, 13, 18, 3])
  }

  /// FNV-1a of the bits.
  private func fingerprint(_ tensor: Tensor) -> UInt64 {
    tensor.bits.reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
  }

  @Test func `every machine has the same bits`() throws {
    let (graph, x) = (try Self.graph(), try Self.input())
    for context in try EveryWay.contexts() {
      let found = try graph.run(
        ["x": x], outputs: ["y", "logits", "u", "free"], context: context)
      #expect(found["y"]?.shape == [2, 12, 18, 5])
      #expect(found["logits"]?.shape == [2, 10])
      #expect(found["y"].map(fingerprint) == 0x993F_05AB_A2B4_3100)
      #expect(found["logits"].map(fingerprint) == 0xF1D7_507C_E46D_0108)
      #expect(found["u"].map(fingerprint) == 0x1B15_91F6_ADD6_7605)
      #expect(found["free"].map(fingerprint) == 0x4DC1_47DC_E6A4_DA0F)
    }
  }

  @Test func `a picture of a batch does not depend on the others`() throws {
    let (graph, x) = (try Self.graph(), try Self.input())
    let size = x.values.count / 2
    let context = try ExecutionContext(
      isa: .resolve(environment: [:]), threads: 2)
    let both = try graph.run(["x": x], context: context)
    for n in 0..<2 {
      let one = try graph.run(
        [
          "x": Tensor(
            shape: [1, 13, 18, 3],
            values: Array(x.values[n * size..<(n + 1) * size]))
        ],
        context: context)
      let count = one.values.count
      #expect(one.bits == Array(both.bits[n * count..<(n + 1) * count]))
    }
  }

  @Test func `any tensor can be asked for`() throws {
    let (graph, x) = (try Self.graph(), try Self.input())
    let context = try ExecutionContext(isa: .baseline, threads: 1)
    let names = ["x", "c1", "r1", "c2", "s", "features", "m", "k", "y"]
    let all = try graph.run(["x": x], outputs: names, context: context)
    #expect(Set(all.keys) == Set(names))
    #expect(all["x"] == x)
    // Asking for more keeps more alive, and changes nothing.
    for name in names {
      let alone = try graph.run(["x": x], outputs: [name], context: context)
      #expect(alone[name]?.bits == all[name]?.bits)
    }
    #expect(throws: InferenceError.unknownTensor("z", usedBy: "output")) {
      try graph.run(["x": x], outputs: ["z"], context: context)
    }
  }

  /// Residuals, conditions of each picture, and element-wise layers in rows.
  static let chains = """
    {"inputs": [{"name": "x", "shape": [-1, -1, -1, 20]},
                {"name": "q", "shape": [-1, 4]}],
     "layers": [
      {"op": "conv2d", "inputs": ["x"], "output": "c1", "weight": "w1",
       "bias": "b1", "stride": 1, "padding": [0, 0, 0, 0],
       "paddingMode": "zeros", "groups": 1},
      {"op": "linear", "inputs": ["q"], "output": "gain", "weight": "w2"},
      {"op": "multiply", "inputs": ["c1", "gain"], "output": "m1"},
      {"op": "linear", "inputs": ["q"], "output": "shift", "weight": "w2"},
      {"op": "add", "inputs": ["m1", "shift"], "output": "a1"},
      {"op": "hardSwish", "inputs": ["a1"], "output": "h1", "slope": 0.25},
      {"op": "conv2d", "inputs": ["h1"], "output": "c2", "weight": "w3",
       "stride": 1, "padding": [1, 1, 1, 1], "paddingMode": "zeros",
       "groups": 20},
      {"op": "add", "inputs": ["x", "c2"], "output": "r1"},
      {"op": "relu", "inputs": ["r1"], "output": "p1"},
      {"op": "affine", "inputs": ["p1"], "output": "f1", "scale": "b1",
       "shift": "b1"},
      {"op": "add", "inputs": ["f1", "p1"], "output": "a2"},
      {"op": "scale", "inputs": ["a2"], "output": "s1", "weight": "b1"},
      {"op": "multiply", "inputs": ["s1", "s1"], "output": "m2"},
      {"op": "slice", "inputs": ["m2"], "output": "y1", "from": 0, "to": 3},
      {"op": "slice", "inputs": ["r1"], "output": "y2", "from": 3, "to": 20},
      {"op": "concat", "inputs": ["y1", "y2"], "output": "y3"},
      {"op": "flatten", "inputs": ["y3"], "output": "flat"},
      {"op": "clamp", "inputs": ["flat"], "output": "y", "low": -2, "high": 2}],
     "output": "y"}
    """

  @Test(arguments: [[1, 1, 1], [2, 13, 9], [3, 40, 31]])
  func `layers done together give the bits of each by itself`(_ size: [Int])
    throws
  {
    var random = SplitMix64(seed: 5)
    var weights: [String: Tensor] = [:]
    for (name, shape) in [
      ("w1", [1, 1, 20, 20]), ("b1", [20]), ("w2", [4, 20]),
      ("w3", [3, 3, 1, 20]),
    ] { weights[name] = try random.tensor(shape) }
    let description = try GraphDescription(json: Array(Self.chains.utf8))
    let graph = try Graph(description) { try EveryWay.source($0, weights) }
    let inputs = [
      "x": try random.tensor(size + [20]),
      "q": try random.tensor([size[0], 4]),
    ]
    // One layer at a time, each from results that were asked for by name.
    let names = description.layers.map(\.output)
    let context = try ExecutionContext(isa: .baseline, threads: 1)
    let alone = try graph.run(inputs, outputs: names, context: context)
    for context in try EveryWay.contexts() {
      let together = try graph.run(inputs, context: context)
      #expect(together.bits == alone["y"]?.bits, "\(context)")
    }
  }

  @Test func `work is counted`() throws {
    // 2 · 6 · 9 pixels: 3·3·3 taps for 20 outputs, then 3·3 for each of 20.
    let graph = try Self.graph()
    #expect(
      try graph.multiplyAccumulates(["x": [2, 13, 18, 3]])
        == 2 * 6 * 9 * (27 * 20 + 9 * 20))
  }

  @Test func `limits are kept`() throws {
    let (graph, x) = (try Self.graph(), try Self.input())
    var context = try ExecutionContext(isa: .baseline, threads: 1)
    // The input (1404 values), two tensors of 2 · 6 · 9 · 20 at a time, and the
    // result in an array of its own: what follows a convolution value by value
    // takes no memory.
    context.maximumLiveElements = 7_883
    #expect(
      throws: InferenceError.limitExceeded(
        what: "values alive at a time", requested: 7_884, limit: 7_883)
    ) { try graph.run(["x": x], context: context) }
    context.maximumLiveElements = 7_884
    #expect(throws: Never.self) { try graph.run(["x": x], context: context) }
    context.maximumMultiplyAccumulates = 77_759
    #expect(
      throws: InferenceError.limitExceeded(
        what: "multiply-accumulates", requested: 77_760, limit: 77_759)
    ) { try graph.run(["x": x], context: context) }
  }

  @Test func `inputs are checked`() throws {
    let (graph, x) = (try Self.graph(), try Self.input())
    let context = try ExecutionContext(isa: .baseline, threads: 1)
    #expect(throws: InferenceError.missingInput("x")) {
      try graph.run([:], context: context)
    }
    #expect(throws: InferenceError.unexpectedInput("q")) {
      try graph.run(["x": x, "q": x], context: context)
    }
    #expect(
      throws: InferenceError.inputShape(
        "x", expected: [nil, nil, nil, 3], found: [1, 2, 2, 4])
    ) {
      try graph.run(
        [
          "x": Tensor(
            shape: [1, 2, 2, 4], values: Array(repeating: 0, count: 16))
        ],
        context: context)
    }
    var short = x
    short.values.removeLast()
    #expect(
      throws: InferenceError.tensorCount(
        shape: x.shape, expected: 1404, found: 1403)
    ) { try graph.run(["x": short], context: context) }
    // Too small for the kernel once the size is known.
    #expect(
      throws: InferenceError.invalidAttribute(
        layer: "c1", attribute: "kernel",
        reason: "of 3 is larger than the padded picture of 2")
    ) {
      try graph.run(
        [
          "x": Tensor(
            shape: [1, 1, 5, 3], values: Array(repeating: 0, count: 15))
        ],
        context: context)
    }
  }

  @Test func `descriptions survive JSON`() throws {
    let description = try GraphDescription(json: Array(Self.json.utf8))
    let bytes = try Array(JSONEncoder().encode(description))
    #expect(try GraphDescription(json: bytes) == description)
  }

  @Test func `softmax sums to one`() throws {
    let logits = try Tensor(
      shape: [2, 3], values: [1000, 1000, 999, 0, -5, 3])
    let p = try Softmax.probabilities(logits)
    let l = try Softmax.logProbabilities(logits)
    for row in 0..<2 {
      let sum = p.values[row * 3..<row * 3 + 3].reduce(0, +)
      #expect(abs(sum - 1) < 1e-6)
    }
    for (p, l) in zip(p.values, l.values) { #expect(abs(exp(l) - p) < 1e-6) }
    #expect(p.values[0] == p.values[1] && p.values[0] > p.values[2])
  }
}
