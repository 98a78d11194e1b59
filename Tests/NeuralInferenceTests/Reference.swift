import Foundation
import NeuralInference

/// Every operation the slow way: one output after the other, each a chain of
/// the C library's `fma` in the stated order.
enum Reference {
  struct Window {
    var kernel = (height: 1, width: 1)
    var stride = 1
    var padding = Padding(all: 0)
    var mode = PaddingMode.zeros
    var depthwise = false
  }

  /// x [N, H, W, cin], weight [kh, kw, cin, cout] (or [kh, kw, 1, c]).
  static func convolution(
    _ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ window: Window
  ) throws -> Tensor {
    let (n, h, w, cin) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (kh, kw) = (weight.shape[0], weight.shape[1])
    let cout = weight.shape[3]
    let p = window.padding
    let oh = (h + p.top + p.bottom - kh) / window.stride + 1
    let ow = (w + p.left + p.right - kw) / window.stride + 1
    func value(_ i: Int, _ y: Int, _ x_: Int, _ c: Int) -> Float {
      if window.mode == .zeros, !(0..<h ~= y && 0..<w ~= x_) { return 0 }
      let (cy, cx) = (min(max(y, 0), h - 1), min(max(x_, 0), w - 1))
      return x.values[((i * h + cy) * w + cx) * cin + c]
    }
    var result: [Float] = []
    for i in 0..<n {
      for oy in 0..<oh {
        for ox in 0..<ow {
          for o in 0..<cout {
            var acc = bias.values[o]
            for ky in 0..<kh {
              for kx in 0..<kw {
                let y = oy * window.stride + ky - p.top
                let x_ = ox * window.stride + kx - p.left
                if window.depthwise {
                  acc = fma(
                    value(i, y, x_, o),
                    weight.values[(ky * kw + kx) * cout + o], acc)
                } else {
                  for c in 0..<cin {
                    acc = fma(
                      value(i, y, x_, c),
                      weight.values[((ky * kw + kx) * cin + c) * cout + o], acc)
                  }
                }
              }
            }
            result.append(acc)
          }
        }
      }
    }
    return try Tensor(shape: [n, oh, ow, cout], values: result)
  }

  /// x [N, in], weight [in, out].
  static func linear(
    _ x: Tensor, _ weight: Tensor, _ bias: Tensor
  ) throws -> Tensor {
    let (n, k, m) = (x.shape[0], x.shape[1], weight.shape[1])
    var result: [Float] = []
    for i in 0..<n {
      for o in 0..<m {
        var acc = bias.values[o]
        for c in 0..<k {
          acc = fma(x.values[i * k + c], weight.values[c * m + o], acc)
        }
        result.append(acc)
      }
    }
    return try Tensor(shape: [n, m], values: result)
  }

  /// Any operation that reads single values: shape of the result and, for each
  /// of its indices, the value.
  static func tensor(
    _ shape: [Int], _ value: ([Int]) -> Float
  ) throws -> Tensor {
    var index = Array(repeating: 0, count: shape.count)
    var values: [Float] = []
    for _ in 0..<shape.reduce(1, *) {
      values.append(value(index))
      for axis in shape.indices.reversed() {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
      }
    }
    return try Tensor(shape: shape, values: values)
  }
}

extension Tensor {
  /// The value at an index.
  subscript(_ index: [Int]) -> Float {
    values[zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  /// The bits: equal only if −0 and +0 and every NaN are told apart.
  var bits: [UInt32] { values.map(\.bitPattern) }
}

/// Builds a graph of one or more layers and runs it in every way there is.
enum EveryWay {
  static func contexts() throws -> [ExecutionContext] {
    try InstructionSet.available.flatMap { isa in
      try [1, 2, 3].map { try ExecutionContext(isa: isa, threads: $0) }
    }
  }

  static func graph(
    _ layers: [LayerDescription], _ inputs: [String: Tensor],
    _ weights: [String: Tensor] = [:]
  ) throws -> Graph {
    try Graph(
      GraphDescription(
        inputs: inputs.sorted { $0.key < $1.key }.map {
          InputDescription(name: $0.key, shape: $0.value.shape.map { $0 })
        }, layers: layers, output: layers[layers.count - 1].output),
      weights: { try source($0, weights) })
  }

  struct NoSuchWeight: Error {}

  static func source(
    _ name: String, _ weights: [String: Tensor]
  ) throws -> Tensor {
    guard let tensor = weights[name] else { throw NoSuchWeight() }
    return tensor
  }
}
