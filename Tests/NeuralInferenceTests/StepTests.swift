import NeuralInference
import Support
import TestSupport
import Testing

/// Layers that are done together and share memory, against the same graph with
/// every tensor asked for, where each layer stands by itself.
struct StepTests {
  static let shape = [2, 6, 5, 8]

  static func weights() throws -> [String: Tensor] {
    var random = SplitMix64(seed: 77)
    var weights: [String: Tensor] = [:]
    for (name, shape) in [
      ("dense", [1, 1, 8, 8]), ("own", [3, 3, 1, 8]), ("row", [8]),
    ] {
      weights[name] = try random.tensor(shape)
    }
    return weights
  }

  static func convolution(_ weight: String) -> NeuralInference.Operation {
    let isDepthwise = weight == "own"
    return .conv2d(
      ConvolutionDescription(
        weight: weight, bias: "row", stride: 1,
        padding: Padding(all: isDepthwise ? 1 : 0), paddingMode: .zeros,
        groups: isDepthwise ? 8 : 1))
  }

  /// Layers that each read tensors before them, most often the last one.
  static func layers(
    _ random: inout SplitMix64, count: Int
  ) -> [LayerDescription] {
    var names = ["x"]
    var layers: [LayerDescription] = []
    func add(_ operation: NeuralInference.Operation, _ inputs: [String]) {
      let name = "t\(layers.count)"
      layers.append(
        LayerDescription(operation, inputs: inputs, output: name))
      names.append(name)
    }
    func any() -> String {
      let last = names.count - 1
      return names[
        random.next() % 2 == 0 ? last : Int(random.next() % UInt64(last + 1))]
    }
    while layers.count < count {
      switch random.next() % 12 {
      case 0, 1: add(convolution("dense"), [any()])
      case 2: add(convolution("own"), [any()])
      case 3, 4: add(.add, [any(), any()])
      case 5: add(.multiply, [any(), any()])
      case 6: add(.add, [any(), "q"])
      case 7: add(.scale(weight: "row"), [any()])
      case 8: add(.affine(scale: "row", shift: "row"), [any()])
      case 9: add(.clamp(low: -8, high: 8), [any()])
      case 10: add(.hardSwish(slope: 0.25), [any()])
      default:
        // Larger in between.
        add(.upsample(factor: 2), [any()])
        let large = "t\(layers.count - 1)"
        names.removeLast()
        add(.maxPool(kernel: 2, stride: 2), [large])
      }
    }
    return layers
  }

  @Test(arguments: 0..<60)
  func `the bits of steps together are those of each by itself`(_ seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    let layers = Self.layers(&random, count: 14)
    let inputs = [
      "x": try random.tensor(Self.shape),
      "q": try random.tensor([Self.shape[0], Self.shape[3]]),
    ]
    let weights = try Self.weights()
    let graph = try EveryWay.graph(layers, inputs, weights)
    let names = layers.map(\.output)
    let one = try ExecutionContext(isa: .baseline, threads: 1)
    let all = try graph.run(inputs, outputs: names, context: one)
    for context in [one, try ExecutionContext(isa: .baseline, threads: 2)] {
      for name in names.suffix(3) {
        let found = try graph.run(inputs, outputs: [name], context: context)
        #expect(found[name]?.bits == all[name]?.bits)
      }
    }
  }
}
