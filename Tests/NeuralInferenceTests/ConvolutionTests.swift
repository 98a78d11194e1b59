import NeuralInference
import Support
import TestSupport
import Testing

/// Linear layers and convolutions against chains of the library's `fma`, bit
/// for bit, with every instruction set and number of threads.
struct ConvolutionTests {
  @Test(arguments: [
    [1, 1, 1], [1, 7, 3], [5, 1, 33], [13, 300, 10], [97, 17, 16],
    [25, 513, 49], [2, 31, 200], [211, 64, 31],
  ])
  func `linear is one chain of inputs`(_ size: [Int]) throws {
    var random = SplitMix64(seed: UInt64(size[0] * 1000 + size[1]))
    let x = try random.tensor([size[0], size[1]])
    let weight = try random.tensor([size[1], size[2]])
    let bias = try random.tensor([size[2]])
    let graph = try EveryWay.graph(
      [
        LayerDescription(
          .linear(weight: "w", bias: "b"), inputs: ["x"], output: "y")
      ], ["x": x], ["w": weight, "b": bias])
    let expected = try Reference.linear(x, weight, bias)
    for context in try EveryWay.contexts() {
      let found = try graph.run(["x": x], context: context)
      #expect(found.shape == expected.shape)
      #expect(found.bits == expected.bits, "\(context)")
    }
    #expect(
      try graph.multiplyAccumulates(["x": x.shape]) == size.reduce(1, *))
  }

  struct Case: Sendable {
    let input: [Int]
    let kernel: [Int]
    let outputs: Int
    var stride = 1
    var padding = Padding(all: 0)
    var mode = PaddingMode.zeros
    var depthwise = false
    var bias = true
  }

  /// One input channel for each output channel: sizes below, at and beside a
  /// vector's, lines shorter and longer than a run of pixels, each side with a
  /// border of its own (as TensorFlow's `SAME` has it at stride 2).
  static let depthwiseCases: [Case] = {
    var cases: [Case] = []
    for channels in [5, 16, 23, 64] {
      for (kernel, stride) in [(3, 1), (3, 2), (5, 1), (5, 2)] {
        let small = Case(
          input: [2, 6, 13, channels], kernel: [kernel, kernel],
          outputs: channels, stride: stride,
          padding: Padding(
            top: (kernel - stride) / 2, left: (kernel - stride) / 2,
            bottom: kernel / 2, right: kernel / 2),
          depthwise: true, bias: stride == 1)
        let uneven = Case(
          input: [1, 5, 7, channels], kernel: [kernel, kernel],
          outputs: channels, stride: stride,
          padding: Padding(top: 0, left: 3, bottom: 4, right: 0),
          mode: .replicate, depthwise: true)
        cases += [small, uneven]
      }
    }
    return cases
  }()

  static let cases = [
    Case(input: [1, 1, 1, 1], kernel: [1, 1], outputs: 1),
    Case(
      input: [1, 7, 5, 3], kernel: [3, 3], outputs: 12, padding: .init(all: 1)),
    Case(
      input: [2, 9, 11, 5], kernel: [3, 3], outputs: 33,
      padding: .init(all: 1), mode: .replicate),
    Case(
      input: [1, 8, 8, 2], kernel: [5, 5], outputs: 17, stride: 2,
      padding: .init(top: 1, left: 2, bottom: 2, right: 1)),
    // More than one step in depth: 35 taps of one channel, then 300 channels.
    Case(
      input: [1, 9, 9, 1], kernel: [5, 7], outputs: 20,
      padding: .init(all: 3), mode: .replicate),
    Case(
      input: [1, 3, 4, 300], kernel: [2, 2], outputs: 9,
      padding: .init(all: 1)),
    Case(input: [1, 12, 13, 40], kernel: [1, 1], outputs: 48),
    // Stride 2 with a border on two sides only, and no bias.
    Case(
      input: [1, 14, 16, 3], kernel: [3, 3], outputs: 32, stride: 2,
      padding: .init(top: 0, left: 0, bottom: 1, right: 1), bias: false),
    // So few outputs that vectors hold neighbouring pixels.
    Case(
      input: [3, 14, 14, 48], kernel: [3, 3], outputs: 4,
      padding: .init(all: 1)),
    Case(
      input: [2, 9, 17, 8], kernel: [3, 5], outputs: 3,
      padding: .init(top: 1, left: 0, bottom: 4, right: 3)),
    Case(input: [2, 6, 33, 9], kernel: [2, 2], outputs: 1),
    Case(
      input: [1, 1, 8, 11], kernel: [1, 1], outputs: 2, padding: .init(all: 2)),
    // Every tap of the corner windows lies outside.
    Case(
      input: [1, 2, 2, 3], kernel: [2, 2], outputs: 4, padding: .init(all: 4)),
    Case(
      input: [2, 7, 6, 19], kernel: [3, 3], outputs: 19,
      padding: .init(all: 1), depthwise: true),
    Case(
      input: [1, 8, 9, 33], kernel: [7, 5], outputs: 33, stride: 3,
      padding: .init(all: 2), mode: .replicate, depthwise: true),
  ]

  @Test(arguments: cases + depthwiseCases)
  func `convolution is one chain of taps`(_ test: Case) throws {
    var random = SplitMix64(seed: UInt64(test.outputs))
    let x = try random.tensor(test.input)
    let cin = test.depthwise ? 1 : test.input[3]
    let weight = try random.tensor(test.kernel + [cin, test.outputs])
    let bias =
      try test.bias
      ? random.tensor([test.outputs])
      : Tensor(
        shape: [test.outputs],
        values: Array(repeating: 0, count: test.outputs))
    let description = ConvolutionDescription(
      weight: "w", bias: test.bias ? "b" : nil, stride: test.stride,
      padding: test.padding,
      paddingMode: test.mode, groups: test.depthwise ? test.outputs : 1)
    let graph = try EveryWay.graph(
      [LayerDescription(.conv2d(description), inputs: ["x"], output: "y")],
      ["x": x], ["w": weight, "b": bias])
    let expected = try Reference.convolution(
      x, weight, bias,
      .init(
        stride: test.stride, padding: test.padding, mode: test.mode,
        depthwise: test.depthwise))
    for context in try EveryWay.contexts() {
      let found = try graph.run(["x": x], context: context)
      #expect(found.shape == expected.shape)
      #expect(found.bits == expected.bits, "\(context)")
    }
  }

  @Test func `padded zeros are multiplied and not skipped`() throws {
    // −0 + 0 · w is +0: the sign of the result tells what was done.
    let graph = try EveryWay.graph(
      [
        LayerDescription(
          .conv2d(
            ConvolutionDescription(
              weight: "w", bias: "b", stride: 1, padding: Padding(all: 1),
              paddingMode: .zeros, groups: 1)), inputs: ["x"], output: "y")
      ], ["x": Tensor(shape: [1, 1, 1, 1], values: [1])],
      [
        "w": Tensor(shape: [1, 1, 1, 1], values: [1]),
        "b": Tensor(shape: [1], values: [-0.0]),
      ])
    for context in try EveryWay.contexts() {
      let y = try graph.run(
        ["x": Tensor(shape: [1, 1, 1, 1], values: [1])], context: context)
      #expect(y.bits == [0, 0, 0, 0, 0x3F80_0000, 0, 0, 0, 0])
    }
  }

  @Test func `every NaN has the same bits`() throws {
    let graph = try EveryWay.graph(
      [
        LayerDescription(
          .linear(weight: "w", bias: "b"), inputs: ["x"], output: "y")
      ], ["x": Tensor(shape: [1, 2], values: [0, 0])],
      [
        "w": Tensor(shape: [2, 1], values: [1, -1]),
        "b": Tensor(shape: [1], values: [0]),
      ])
    let payload = Float(bitPattern: 0xFFC1_2345)
    for x in [[Float.infinity, .infinity], [payload, 1], [1, payload]] {
      for context in try EveryWay.contexts() {
        let y = try graph.run(
          ["x": Tensor(shape: [1, 2], values: x)], context: context)
        #expect(y.bits == [0x7FC0_0000])
      }
    }
  }
}
