import Foundation
import NeuralInference
import Testing

/// Whatever a pack says, a graph is built or the exact reason is thrown.
struct HostileDescriptionTests {
  private func json(_ layers: String, input: String = "[1, 4, 4, 8]") -> [UInt8]
  {
    Array(
      """
      {"inputs": [{"name": "x", "shape": \(input)}], "layers": [\(layers)],
       "output": "y"}
      """.utf8)
  }

  private func build(
    _ layers: String, input: String = "[1, 4, 4, 8]",
    weights: [String: Tensor] = [:]
  ) throws {
    _ = try Graph(GraphDescription(json: json(layers, input: input))) {
      try EveryWay.source($0, weights)
    }
  }

  private func layer(_ op: String, _ rest: String = "") -> String {
    #"{"op": "\#(op)", "inputs": ["x"], "output": "y"\#(rest)}"#
  }

  @Test func `operations that do not exist are named`() {
    #expect(throws: InferenceError.unknownOperation("gelu", layer: "y")) {
      try build(layer("gelu"))
    }
  }

  @Test func `missing attributes are named`() throws {
    let error = #expect(throws: InferenceError.self) {
      try build(layer("leakyRelu"))
    }
    guard case .malformedDescription(let path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path == "layers.0.slope" || path == "layers.Index 0.slope")
  }

  @Test(arguments: ["", "{", "[]", "{}", "nul", "\u{0}", "{\"inputs\": 1}"])
  func `what is no description is refused`(_ text: String) {
    let error = #expect(throws: InferenceError.self) {
      try GraphDescription(json: Array(text.utf8))
    }
    guard case .malformedDescription = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    ("depthToSpace", #", "block": 0"#, "block", "is below 1"),
    (
      "depthToSpace", #", "block": 3"#, "block",
      "of 3 does not divide 8 channels"
    ),
    (
      "spaceToDepth", #", "block": 3"#, "block",
      "of 3 does not divide a side of 4"
    ),
    (
      "maxPool", #", "kernel": 5, "stride": 1"#, "kernel",
      "of 5 is larger than the picture of 4"
    ),
    ("maxPool", #", "kernel": 0, "stride": 1"#, "kernel", "is below 1"),
    ("averagePool", #", "kernel": 1, "stride": 0"#, "stride", "is below 1"),
    ("leakyRelu", #", "slope": 1e300"#, "slope", "is not finite"),
    ("hardSwish", #", "slope": -1e300"#, "slope", "is not finite"),
    ("upsample", #", "factor": 0"#, "factor", "is below 1"),
    ("upsample", #", "factor": -2"#, "factor", "is below 1"),
    ("clamp", #", "low": 1, "high": 0"#, "low", "is above high"),
    ("slice", #", "from": 3, "to": 3"#, "from", "and to hold no channel"),
    ("slice", #", "from": -1, "to": 3"#, "from", "and to hold no channel"),
    ("slice", #", "from": 3, "to": 9"#, "to", "of 9 is beyond 8 channels"),
    ("reshape", #", "shape": []"#, "shape", "needs 1 to 3 sizes"),
  ])
  func `attributes are checked`(
    op: String, rest: String, attribute: String, reason: String
  ) {
    #expect(
      throws: InferenceError.invalidAttribute(
        layer: "y", attribute: attribute, reason: reason)
    ) { try build(layer(op, rest)) }
  }

  @Test(arguments: [
    (
      #"1, [0,0,0,0], "zeros", 3"#, "groups",
      "must be 1 or the number of channels, with one input each"
    ),
    (#"1, [0,0,0,0], "zeros", 0"#, "groups", "is below 1"),
    (#"0, [0,0,0,0], "zeros", 1"#, "stride", "is below 1"),
    (
      #"2147483648, [0,0,0,0], "zeros", 1"#, "stride", "is more than 2147483647"
    ),
    (#"1, [0,-1,0,0], "zeros", 1"#, "padding", "is negative"),
    (
      #"1, [0,0,0,0], "zeros", 1"#, "kernel",
      "of 5 is larger than the padded picture of 4"
    ),
  ])
  func `convolutions are checked`(
    values: String, attribute: String, reason: String
  ) throws {
    let keys = [
      #""stride": "#, #""padding": "#, #""paddingMode": "#, #""groups": "#,
    ]
    let rest = zip(keys, values.components(separatedBy: ", "))
      .map { ", " + $0 + $1 }.joined()
    let weights = [
      "w": try Tensor(
        shape: [5, 1, 8, 2], values: Array(repeating: 1, count: 80)),
      "b": try Tensor(shape: [2], values: [0, 0]),
    ]
    #expect(
      throws: InferenceError.invalidAttribute(
        layer: "y", attribute: attribute, reason: reason)
    ) {
      try build(
        layer("conv2d", #", "weight": "w", "bias": "b""# + rest),
        weights: weights)
    }
  }

  @Test func `sizes that overflow are refused`() throws {
    let huge = 1 << 62
    #expect(throws: InferenceError.sizeOverflow(of: "x")) {
      try build("", input: "[\(huge), 4, 4, 8]")
    }
    #expect(throws: InferenceError.invalidShape([1, 0, 4, 8], of: "x")) {
      try build("", input: "[1, 0, 4, 8]")
    }
    #expect(throws: InferenceError.sizeOverflow(of: "y")) {
      try build(layer("depthToSpace", #", "block": \#(huge)"#))
    }
    for factor in [huge, 1 << 31] {
      #expect(throws: InferenceError.sizeOverflow(of: "y")) {
        try build(layer("upsample", #", "factor": \#(factor)"#))
      }
    }
    #expect(throws: InferenceError.sizeOverflow(of: "y")) {
      try build(layer("reshape", #", "shape": [\#(huge), 8, 8]"#))
    }
    #expect(throws: InferenceError.sizeOverflow(of: "y")) {
      try build(
        layer(
          "conv2d",
          #"""
          , "weight": "w", "bias": "b", "stride": 1, "paddingMode": "zeros",
          "padding": [\#(Int.max), 0, 0, 0], "groups": 1
          """#),
        weights: [
          "w": Tensor(
            shape: [1, 1, 8, 1], values: Array(repeating: 1, count: 8)),
          "b": Tensor(shape: [1], values: [0]),
        ])
    }
    #expect(throws: InferenceError.sizeOverflow(of: "tensor")) {
      try Tensor(shape: [Int.max, 2], values: [])
    }
    #expect(throws: InferenceError.invalidShape([2, -1], of: "tensor")) {
      try Tensor(shape: [2, -1], values: [])
    }
  }

  @Test func `names are checked`() {
    #expect(throws: InferenceError.unknownTensor("y", usedBy: "output")) {
      try build("")
    }
    #expect(throws: InferenceError.unknownTensor("later", usedBy: "y")) {
      try build(#"{"op": "relu", "inputs": ["later"], "output": "y"}"#)
    }
    // A layer cannot be its own input.
    #expect(throws: InferenceError.unknownTensor("y", usedBy: "y")) {
      try build(#"{"op": "relu", "inputs": ["y"], "output": "y"}"#)
    }
    #expect(throws: InferenceError.duplicateName("x")) {
      try build(#"{"op": "relu", "inputs": ["x"], "output": "x"}"#)
    }
    for (op, inputs, expected, found) in [
      ("relu", "[]", 1, 0), ("add", #"["x"]"#, 2, 1), ("concat", "[]", 1, 0),
      ("relu", #"["x", "x"]"#, 1, 2),
    ] {
      #expect(
        throws: InferenceError.inputCount(
          layer: "y", expected: expected, found: found)
      ) {
        try build(#"{"op": "\#(op)", "inputs": \#(inputs), "output": "y"}"#)
      }
    }
  }

  @Test func `work and memory of a run are limited before it begins`() throws {
    func graph(_ layers: String) throws -> Graph {
      try Graph(
        GraphDescription(json: json(layers, input: "[1, 1, 1, 1]"))
      ) { throw InferenceError.unknownTensor($0, usedBy: "test") }
    }
    func large(_ factor: Int) -> String {
      #"{"op": "upsample", "factor": \#(factor), "inputs": ["x"], "output": "l"}"#
    }
    let pooled = try graph(
      large(4096) + ","
        + #"{"op": "averagePool", "kernel": 2048, "stride": 1, "#
        + #""inputs": ["l"], "output": "y"}"#)
    let input = ["x": try Tensor(shape: [1, 1, 1, 1], values: [1])]
    let context = try ExecutionContext(isa: .baseline, threads: 1)
    #expect(
      throws: InferenceError.limitExceeded(
        what: "pooled values", requested: 2049 * 2049 << 22, limit: 1 << 39)
    ) { try pooled.run(input, context: context) }
    let wide = try graph(
      large(100_000_000) + ","
        + #"{"op": "globalAveragePool", "inputs": ["l"], "output": "y"}"#)
    #expect {
      try wide.byteCount(["x": [1, 1, 1, 1]])
    } throws: { error in
      guard case InferenceError.limitExceeded(_, _, 1 << 46) = error else {
        return false
      }
      return true
    }
  }

  @Test func `inputs are limited`() throws {
    let names = (0..<257).map { InputDescription(name: "x\($0)", shape: [1]) }
    #expect(
      throws: InferenceError.limitExceeded(
        what: "inputs", requested: 257, limit: 256)
    ) {
      try Graph(GraphDescription(inputs: names, layers: [], output: "x0")) {
        throw InferenceError.unknownTensor($0, usedBy: "test")
      }
    }
  }

  @Test func `counts are limited`() {
    let many = Array(repeating: layer("relu"), count: 4097)
    #expect(
      throws: InferenceError.limitExceeded(
        what: "layers", requested: 4097, limit: 4096)
    ) { try build(many.joined(separator: ",")) }
    let names = Array(repeating: "\"x\"", count: 257).joined(separator: ",")
    #expect(
      throws: InferenceError.limitExceeded(
        what: "inputs of layer “y”", requested: 257, limit: 256)
    ) { try build(#"{"op":"concat","inputs":[\#(names)],"output":"y"}"#) }
  }

  @Test func `weights are checked`() throws {
    let linear = layer("linear", #", "weight": "w", "bias": "b""#)
    let bias = try Tensor(shape: [2], values: [0, 0])
    func tensor(_ shape: [Int], _ value: Float = 1) throws -> Tensor {
      try Tensor(
        shape: shape,
        values: Array(repeating: value, count: shape.reduce(1, *)))
    }
    func build(_ weights: [String: Tensor]) throws {
      try self.build(linear, input: "[-1, 4]", weights: weights)
    }
    #expect(
      throws: InferenceError.weightUnavailable("w", reason: "NoSuchWeight()")
    ) { try build(["b": bias]) }
    #expect(
      throws: InferenceError.weightShape(
        "w", layer: "y", expected: [nil, nil], found: [4])
    ) { try build(["w": tensor([4]), "b": bias]) }
    #expect(
      throws: InferenceError.weightShape(
        "b", layer: "y", expected: [3], found: [2])
    ) { try build(["w": tensor([4, 3]), "b": bias]) }
    #expect(
      throws: InferenceError.shapeMismatch(
        layer: "y", expected: [nil, 5], found: [nil, 4])
    ) { try build(["w": tensor([5, 2]), "b": bias]) }
    for bad in [Float.nan, .infinity, -.infinity] {
      var weight = try tensor([4, 2])
      weight.values[5] = bad
      #expect(throws: InferenceError.nonFiniteWeight("w", index: 5)) {
        try build(["w": weight, "b": bias])
      }
    }
    // `values` is open, so a weight may lie about its size.
    var short = try tensor([4, 2])
    short.values.removeLast()
    #expect(
      throws: InferenceError.tensorCount(
        shape: [4, 2], expected: 8, found: 7)
    ) { try build(["w": short, "b": bias]) }
  }

  @Test func `instruction sets are never replaced silently`() throws {
    #expect(throws: InferenceError.unknownInstructionSet("sse9")) {
      try InstructionSet.resolve(environment: ["RDC_ISA": "sse9"])
    }
    #expect(throws: InferenceError.unknownInstructionSet("")) {
      try InstructionSet.resolve(environment: ["RDC_ISA": ""])
    }
    let available = InstructionSet.available
    #expect(available.first == .baseline)
    #expect(try InstructionSet.resolve(environment: [:]) == available.last)
    for isa in InstructionSet.allCases {
      let wish = ["RDC_ISA": isa.rawValue]
      if available.contains(isa) {
        #expect(try InstructionSet.resolve(environment: wish) == isa)
      } else {
        #expect(throws: InferenceError.instructionSetUnavailable(isa)) {
          try InstructionSet.resolve(environment: wish)
        }
        #expect(throws: InferenceError.instructionSetUnavailable(isa)) {
          try ExecutionContext(isa: isa, threads: 1)
        }
      }
    }
    #expect(throws: InferenceError.invalidThreadCount(0)) {
      try ExecutionContext(isa: .baseline, threads: 0)
    }
  }
}
