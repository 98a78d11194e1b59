import StrictJSON

/// What a layer does. Pictures are `[N, H, W, C]`, vectors `[N, C]`.
///
/// Every linear result is one chain of fused multiply-adds that starts from the
/// bias; the order of its inputs is stated at each case.
public enum Operation: Sendable, Equatable {
  /// `[N, in]` → `[N, out]`; weight `[in, out]`, bias `[out]`, +0 where there
  /// is none; inputs ascending.
  case linear(weight: String, bias: String?)
  /// Convolution of a picture; ky, kx, cin ascending, border included.
  case conv2d(ConvolutionDescription)
  /// `[N, H, W, b·b·C]` → `[N, H·b, W·b, C]`; the input channels count
  /// (by, bx, c), c fastest.
  case depthToSpace(block: Int)
  /// `[N, H·b, W·b, C]` → `[N, H, W, b·b·C]`; inverse of `depthToSpace`.
  case spaceToDepth(block: Int)
  /// `[N, H, W, C]` → `[N, H + 2·size, W + 2·size, C]`: continued on all sides
  /// by its mirror image, the edge sample twice (… b a | a b c d | d c …).
  case mirrorPad(size: Int)
  /// `[N, H, W, C]` → `[N, H − 2·size, W − 2·size, C]`; inverse of `mirrorPad`.
  case crop(size: Int)
  /// `[N, H, W, C]` → `[N, H·factor, W·factor, C]`: every pixel becomes a square
  /// of its like.
  case upsample(factor: Int)
  /// x > 0 ? x : +0.
  case relu
  /// x > 0 ? x : x · slope.
  case leakyRelu(slope: Float)
  /// x · g with g = x · slope + 0.5, limited to 0 … 1; each of the three
  /// operations is rounded.
  case hardSwish(slope: Float)
  /// x < low ? low : x > high ? high : x.
  case clamp(low: Float, high: Float)
  /// Sum of two tensors of one shape, or of a tensor and a `[C]`, or of a
  /// `[N, H, W, C]` and a `[N, C]` (in that order).
  case add
  /// Product of two tensors, with shapes as for `add`.
  case multiply
  /// x · weight, weight `[C]`.
  case scale(weight: String)
  /// fma(x, scale, shift), both `[C]`.
  case affine(scale: String, shift: String)
  /// Greatest value of each window; windows lie inside the picture.
  case maxPool(kernel: Int, stride: Int)
  /// Mean of each window: sum from +0 over ky, kx ascending, divided by the
  /// count.
  case averagePool(kernel: Int, stride: Int)
  /// `[N, H, W, C]` → `[N, C]`, the mean over y, x ascending.
  case globalAveragePool
  /// `[N, H, W, C]` → `[N, H·W·C]`.
  case flatten
  /// `[N, …]` → `[N] + shape` with as many values.
  case reshape(shape: [Int])
  /// Joins the channels of all inputs.
  case concat
  /// Channels `from ..< to`.
  case slice(from: Int, to: Int)
}

extension Operation {
  /// The value of `op` in JSON.
  public var name: String {
    switch self {
    case .linear: "linear"
    case .conv2d: "conv2d"
    case .depthToSpace: "depthToSpace"
    case .spaceToDepth: "spaceToDepth"
    case .mirrorPad: "mirrorPad"
    case .crop: "crop"
    case .upsample: "upsample"
    case .relu: "relu"
    case .leakyRelu: "leakyRelu"
    case .hardSwish: "hardSwish"
    case .clamp: "clamp"
    case .add: "add"
    case .multiply: "multiply"
    case .scale: "scale"
    case .affine: "affine"
    case .maxPool: "maxPool"
    case .averagePool: "averagePool"
    case .globalAveragePool: "globalAveragePool"
    case .flatten: "flatten"
    case .reshape: "reshape"
    case .concat: "concat"
    case .slice: "slice"
    }
  }
}
