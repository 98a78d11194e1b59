import NeuralInference
import Support
import TestSupport
import Testing

/// `mirrorPad` and `crop` against their definition.
@Suite struct BorderTests {
  static let cases = [
    ([1, 4, 4, 1], 4), ([2, 5, 9, 3], 2), ([1, 8, 33, 17], 8),
  ]

  static func run(
    _ operation: NeuralInference.Operation, _ x: Tensor,
    _ context: ExecutionContext
  ) throws -> Tensor {
    let graph = try EveryWay.graph(
      [LayerDescription(operation, inputs: ["x"], output: "y")], ["x": x])
    return try graph.run(["x": x], context: context)
  }

  @Test(arguments: cases)
  func `a mirror repeats the edge, and crop takes it off again`(
    _ shape: [Int], _ size: Int
  ) throws {
    var random = SplitMix64(seed: 40)
    let x = try random.tensor(shape)
    func mirror(_ place: Int, _ side: Int) -> Int {
      let p = place - size
      return p < 0 ? -1 - p : p >= side ? 2 * side - 1 - p : p
    }
    let wide = [shape[0], shape[1] + 2 * size, shape[2] + 2 * size, shape[3]]
    let expected = try Reference.tensor(wide) {
      x[[$0[0], mirror($0[1], shape[1]), mirror($0[2], shape[2]), $0[3]]]
    }
    for context in try EveryWay.contexts() {
      let padded = try Self.run(.mirrorPad(size: size), x, context)
      #expect(padded.shape == wide)
      #expect(padded.bits == expected.bits)
      let back = try Self.run(.crop(size: size), padded, context)
      #expect(back == x)
    }
  }

  @Test func `borders wider than the picture are refused`() throws {
    var random = SplitMix64(seed: 41)
    let x = try random.tensor([1, 4, 7, 2])
    let context = try #require(try EveryWay.contexts().first)
    for operation: NeuralInference.Operation in [
      .mirrorPad(size: 5), .crop(size: 2), .crop(size: 4),
    ] {
      #expect(throws: InferenceError.self) {
        try Self.run(operation, x, context)
      }
    }
    #expect(throws: Never.self) {
      try Self.run(.mirrorPad(size: 4), x, context)
    }
  }
}
