import NeuralInference
import Support
import TestSupport
import Testing

/// A graph that is run some lines at a time, against the same graph run whole.
struct StreamTests {
  static let shape = [1, 12, 4, 8]

  /// A network of every kind of layer that moves lines, in a drawn order.
  static func layers(
    _ random: inout SplitMix64, count: Int
  ) -> [LayerDescription] {
    var network = Network()
    while network.layers.count < count {
      let last = UInt64(network.names.count)
      // Most often the last tensor.
      func any() -> String {
        let draw = random.next()
        return network.names[Int(draw % 2 == 0 ? last - 1 : draw / 2 % last)]
      }
      network.append(random.next() % 11, any(), any())
    }
    return network.layers
  }

  /// Layers that keep the picture's size, each made of a few.
  struct Network {
    private(set) var layers: [LayerDescription] = []
    private(set) var names = ["x"]

    private mutating func add(
      _ operation: NeuralInference.Operation, _ inputs: String...
    ) -> String {
      let name = "t\(layers.count)"
      layers.append(LayerDescription(operation, inputs: inputs, output: name))
      return name
    }

    private func convolution(
      _ weight: String, stride: Int = 1, padding: Padding = Padding(all: 1),
      groups: Int = 1, mode: PaddingMode = .zeros
    ) -> NeuralInference.Operation {
      .conv2d(
        ConvolutionDescription(
          weight: weight, bias: "row", stride: stride, padding: padding,
          paddingMode: mode, groups: groups))
    }

    mutating func append(_ kind: UInt64, _ x: String, _ y: String) {
      let name =
        switch kind {
        case 0: add(convolution("own", groups: 8), x)
        case 1: add(convolution("wide", mode: .replicate), x)
        case 2:
          add(
            convolution(
              "own", stride: 2,
              padding: Padding(top: 0, left: 0, bottom: 1, right: 1),
              groups: 8), add(.upsample(factor: 2), x))
        case 3: add(.crop(size: 2), add(.mirrorPad(size: 2), x))
        case 4: lapped(x)
        case 5:
          add(
            .averagePool(kernel: 3, stride: 3), add(.upsample(factor: 3), x))
        case 6: add(.add, x, y)
        case 7: add(.multiply, x, add(.globalAveragePool, y))
        case 8: add(.add, x, "q")
        case 9: add(.slice(from: 5, to: 13), add(.concat, x, y))
        default: add(.leakyRelu(slope: 0.125), x)
        }
      names.append(name)
    }

    /// Blocks of half a block's offset, as photos have them.
    private mutating func lapped(_ x: String) -> String {
      let padded = add(.mirrorPad(size: 1), add(.depthToSpace(block: 2), x))
      let moved = add(.spaceToDepth(block: 2), padded)
      let cropped = add(.crop(size: 1), add(.depthToSpace(block: 2), moved))
      return add(.spaceToDepth(block: 2), cropped)
    }
  }

  static func graph(
    _ layers: [LayerDescription], _ random: inout SplitMix64
  ) throws -> Graph {
    let weights = [
      "own": try random.tensor([3, 3, 1, 8]),
      "wide": try random.tensor([3, 3, 8, 8]), "row": try random.tensor([8]),
    ]
    let description = GraphDescription(
      inputs: [
        InputDescription(name: "x", shape: [1, nil, nil, 8]),
        InputDescription(name: "q", shape: [nil, 8]),
      ], layers: layers, output: layers.last?.output ?? "")
    return try Graph(description) { name in
      guard let tensor = weights[name] else {
        throw InferenceError.unknownTensor(name, usedBy: "test")
      }
      return tensor
    }
  }

  @Test(arguments: 0..<80)
  func `lines at a time have the bits of the whole`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let graph = try Self.graph(Self.layers(&random, count: 9), &random)
    let inputs = [
      "x": try random.tensor(Self.shape), "q": try random.tensor([1, 8]),
    ]
    let context = try ExecutionContext(isa: .baseline, threads: 1)
    let whole = try graph.run(inputs, context: context)
    guard whole.shape.count == 4 else { return }
    let height = whole.shape[1]
    let first = Int(random.next() % UInt64(height))
    for lines in [0..<height, first..<height, 0..<first + 1] {
      for step in [1, 2, 5, height] {
        let stream = try GraphStream(
          graph, inputs: inputs.mapValues(\.shape), lines: lines, step: step,
          context: context)
        let found = Self.read(stream, inputs)
        let line = whole.values.count / height
        let wanted = whole.values[
          lines.lowerBound * line..<lines.upperBound * line]
        #expect(found.map(\.bitPattern) == wanted.map(\.bitPattern))
      }
    }
  }

  /// All lines of a stream, each input's lines given as they are asked for.
  static func read(_ stream: GraphStream, _ inputs: [String: Tensor]) -> [Float]
  {
    var found: [Float] = []
    var isNotDone = true
    while isNotDone {
      isNotDone = stream.next { request in
        let tensor = inputs[request.input]
        let all = tensor?.values ?? []
        let line = request.values.count / request.lines.count
        _ = request.values.initialize(
          from: all[
            request.lines.lowerBound * line..<request.lines.upperBound * line])
      } read: { _, values in
        found += values
      }
    }
    return found
  }

  @Test(arguments: 1..<13)
  func `a layer that is whole or nothing gives the wanted lines alone`(
    _ step: Int
  ) throws {
    var random = SplitMix64(seed: 3)
    let input = try random.tensor([1, 12, 4, 2])
    let graph = try EveryWay.graph(
      [
        LayerDescription(.relu, inputs: ["x"], output: "r"),
        LayerDescription(
          .reshape(shape: [12, 4, 2]), inputs: ["r"], output: "y"),
      ], ["x": input])
    let stream = try GraphStream(
      graph, inputs: ["x": input.shape], lines: 0..<6, step: step,
      context: try ExecutionContext(isa: .baseline, threads: 1))
    #expect(
      Self.read(stream, ["x": input])
        == input.values[..<48].map { max($0, 0) })
  }

  @Test func `lines that are not there are refused`() throws {
    var random = SplitMix64(seed: 1)
    let graph = try Self.graph(Self.layers(&random, count: 3), &random)
    let context = try ExecutionContext(isa: .baseline, threads: 1)
    for (lines, step) in [(0..<13, 1), (3..<3, 1), (0..<12, 0)] {
      #expect(throws: InferenceError.self) {
        _ = try GraphStream(
          graph, inputs: ["x": Self.shape, "q": [1, 8]], lines: lines,
          step: step, context: context)
      }
    }
  }
}
