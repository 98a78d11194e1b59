import Foundation
import NeuralInference
import Support
import TestSupport
import Testing

/// All other operations against their definition, one value at a time.
struct OperationTests {
  private func check(
    _ operation: NeuralInference.Operation, _ inputs: [Tensor],
    weights: [String: Tensor] = [:], _ expected: Tensor,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let names = inputs.indices.map { "x\($0)" }
    let named = Dictionary(uniqueKeysWithValues: zip(names, inputs))
    let graph = try EveryWay.graph(
      [LayerDescription(operation, inputs: names, output: "y")], named, weights)
    for context in try EveryWay.contexts() {
      let found = try graph.run(named, context: context)
      #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
      #expect(found.bits == expected.bits, sourceLocation: sourceLocation)
    }
    // The inputs belong to the caller: memory is not reused behind its back.
    for (name, input) in zip(names, inputs) {
      #expect(named[name] == input, sourceLocation: sourceLocation)
    }
  }

  // Large enough that element-wise work is split.
  static let pictures = [[1, 1, 1, 1], [2, 5, 3, 7], [1, 24, 22, 33]]

  @Test(arguments: pictures)
  func `activations act on each value`(_ shape: [Int]) throws {
    var random = SplitMix64(seed: 7)
    var x = try random.tensor(shape)
    if x.values.count > 3 { x.values[3] = -.nan }
    func map(_ f: (Float) -> Float) throws -> Tensor {
      try Tensor(shape: shape, values: x.values.map(f))
    }
    let nan = Float(bitPattern: 0x7FC0_0000)
    try check(.relu, [x], map { $0 > 0 ? $0 : 0 })
    try check(
      .leakyRelu(slope: 0.2), [x],
      map { $0.isNaN ? nan : $0 > 0 ? $0 : $0 * 0.2 })
    for slope in [Float(0.3), 0.25, -2] {
      try check(
        .hardSwish(slope: slope), [x],
        map {
          let gate = $0 * slope + 0.5
          return $0.isNaN ? nan : $0 * (gate < 0 ? 0 : gate > 1 ? 1 : gate)
        })
    }
    try check(
      .clamp(low: -0.25, high: 0.5), [x],
      map { $0.isNaN ? nan : $0 < -0.25 ? -0.25 : $0 > 0.5 ? 0.5 : $0 })
  }

  @Test(arguments: pictures)
  func `channels are scaled and shifted`(_ shape: [Int]) throws {
    var random = SplitMix64(seed: 8)
    let x = try random.tensor(shape)
    let scale = try random.tensor([shape[3]])
    let shift = try random.tensor([shape[3]])
    let weights = ["s": scale, "t": shift]
    try check(
      .scale(weight: "s"), [x], weights: weights,
      Reference.tensor(shape) { x[$0] * scale.values[$0[3]] })
    try check(
      .affine(scale: "s", shift: "t"), [x], weights: weights,
      Reference.tensor(shape) {
        fma(x[$0], scale.values[$0[3]], shift.values[$0[3]])
      })
  }

  @Test(arguments: pictures)
  func `pairs are added and multiplied`(_ shape: [Int]) throws {
    var random = SplitMix64(seed: 9)
    let x = try random.tensor(shape)
    let same = try random.tensor(shape)
    let perPicture = try random.tensor([shape[0], shape[3]])
    let perChannel = try random.tensor([shape[3]])
    for (other, index) in [
      (same, { $0 }), (perPicture, { [$0[0], $0[3]] }),
      (perChannel, { [$0[3]] }),
    ] as [(Tensor, ([Int]) -> [Int])] {
      try check(
        .add, [x, other],
        Reference.tensor(shape) { x[$0] + other[index($0)] })
      try check(
        .multiply, [x, other],
        Reference.tensor(shape) { x[$0] * other[index($0)] })
    }
  }

  @Test func `a tensor may be added to itself`() throws {
    var random = SplitMix64(seed: 10)
    let x = try random.tensor([3, 5])
    let graph = try EveryWay.graph(
      [
        LayerDescription(.relu, inputs: ["x"], output: "r"),
        LayerDescription(.add, inputs: ["r", "r"], output: "y"),
      ], ["x": x])
    let expected = x.values.map { $0 > 0 ? $0 + $0 : 0 }
    for context in try EveryWay.contexts() {
      #expect(try graph.run(["x": x], context: context).values == expected)
    }
  }

  @Test(arguments: [1, 2, 3])
  func `blocks move between depth and space`(block b: Int) throws {
    var random = SplitMix64(seed: 11)
    let deep = try random.tensor([2, 3, 5, b * b * 7])
    let wide = try Reference.tensor([2, 3 * b, 5 * b, 7]) {
      let (y, x) = ($0[1], $0[2])
      return deep[[$0[0], y / b, x / b, (y % b * b + x % b) * 7 + $0[3]]]
    }
    try check(.depthToSpace(block: b), [deep], wide)
    try check(.spaceToDepth(block: b), [wide], deep)
  }

  @Test(arguments: [1, 2, 3, 8])
  func `pixels become squares`(factor n: Int) throws {
    var random = SplitMix64(seed: 16)
    let x = try random.tensor([2, 3, 5, 7])
    try check(
      .upsample(factor: n), [x],
      Reference.tensor([2, 3 * n, 5 * n, 7]) {
        x[[$0[0], $0[1] / n, $0[2] / n, $0[3]]]
      })
  }

  @Test(arguments: [[2, 2], [3, 1], [3, 2], [1, 3], [5, 5]])
  func `windows are pooled`(_ window: [Int]) throws {
    let (k, s) = (window[0], window[1])
    var random = SplitMix64(seed: 12)
    let x = try random.tensor([2, 21, 9, 5])
    let shape = [2, (21 - k) / s + 1, (9 - k) / s + 1, 5]
    func taps(_ i: [Int]) -> [Float] {
      (0..<k * k).map {
        x[[i[0], i[1] * s + $0 / k, i[2] * s + $0 % k, i[3]]]
      }
    }
    try check(
      .maxPool(kernel: k, stride: s), [x],
      Reference.tensor(shape) {
        taps($0).reduce(-.infinity) { $1 > $0 ? $1 : $0 }
      })
    try check(
      .averagePool(kernel: k, stride: s), [x],
      Reference.tensor(shape) { taps($0).reduce(0, +) / Float(k * k) })
  }

  @Test func `pictures are averaged`() throws {
    var random = SplitMix64(seed: 13)
    let x = try random.tensor([3, 7, 5, 19])
    try check(
      .globalAveragePool, [x],
      Reference.tensor([3, 19]) { i in
        (0..<35).reduce(0) { $0 + x[[i[0], $1 / 5, $1 % 5, i[1]]] } / 35
      })
  }

  @Test func `shapes change and values stay`() throws {
    var random = SplitMix64(seed: 14)
    let x = try random.tensor([2, 3, 4, 5])
    let flat = try Tensor(shape: [2, 60], values: x.values)
    try check(.flatten, [x], flat)
    try check(.reshape(shape: [3, 4, 5]), [flat], x)
    try check(.reshape(shape: [60]), [x], flat)
  }

  @Test func `channels are joined and cut`() throws {
    var random = SplitMix64(seed: 15)
    let a = try random.tensor([2, 3, 4, 5])
    let b = try random.tensor([2, 3, 4, 1])
    let c = try random.tensor([2, 3, 4, 8])
    let all = try Reference.tensor([2, 3, 4, 14]) {
      let pixel = Array($0.dropLast())
      switch $0[3] {
      case 0..<5: return a[$0]
      case 5: return b[pixel + [0]]
      default: return c[pixel + [$0[3] - 6]]
      }
    }
    try check(.concat, [a, b, c], all)
    try check(.slice(from: 0, to: 5), [all], a)
    try check(.slice(from: 5, to: 6), [all], b)
    try check(.slice(from: 6, to: 14), [all], c)
  }
}
