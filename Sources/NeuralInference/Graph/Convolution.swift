import CKernels

/// A convolution with its weights packed for the kernels. A linear layer is
/// one whose pictures are single pixels; an affine one is depthwise and 1×1.
struct Convolution: Sendable {
  /// Weights that a panel of outputs or single channels read.
  enum Kind { case dense, depthwise }

  let kind: Kind
  let kernelHeight: Int
  let kernelWidth: Int
  let inputChannels: Int
  let outputChannels: Int
  let stride: Int
  let padding: Padding
  let paddingMode: PaddingMode
  let weights: AlignedFloats
  let bias: AlignedFloats
  let zeros: AlignedFloats

  /// The most values of one packed weight (1 GiB).
  static let maximumPackedCount = 1 << 28

  /// The product of a matrix `[in, out]` and a vector for each row.
  init(
    linear weight: String, bias: String?, source: WeightSource
  ) throws(InferenceError) {
    let weight = try source(weight, expected: [nil, nil])
    let (rows, columns) = (weight.shape[0], weight.shape[1])
    let bias = try source(bias: bias, count: columns)
    try self.init(
      kind: .dense, kernel: (1, 1), channels: (rows, columns), stride: 1,
      padding: Padding(all: 0), paddingMode: .zeros, weight: weight.values,
      bias: bias, layer: source.layer)
  }

  /// One multiply-add for each channel.
  init(
    affine scale: String, shift: String, source: WeightSource
  ) throws(InferenceError) {
    let scale = try source(scale, expected: [nil])
    let channels = scale.shape[0]
    let shift = try source(shift, expected: [channels])
    try self.init(
      kind: .depthwise, kernel: (1, 1), channels: (channels, channels),
      stride: 1, padding: Padding(all: 0), paddingMode: .zeros,
      weight: scale.values, bias: shift.values, layer: source.layer)
  }

  init(
    _ description: ConvolutionDescription, source: WeightSource
  ) throws(InferenceError) {
    let layer = source.layer
    let check = AttributeCheck(layer: layer)
    let padding = description.padding
    let stride = try check.atLeastOne(description.stride, "stride")
    guard stride <= Int32.max else {
      throw check.invalid("stride", "is more than \(Int32.max)")
    }
    guard
      min(padding.top, padding.left, padding.bottom, padding.right) >= 0
    else { throw check.invalid("padding", "is negative") }
    let groups = try check.atLeastOne(description.groups, "groups")
    let weight = try source(description.weight, expected: [nil, nil, nil, nil])
    let shape = weight.shape
    let bias = try source(bias: description.bias, count: shape[3])
    let depthwise = groups > 1
    guard !depthwise || (shape[2] == 1 && shape[3] == groups) else {
      throw check.invalid(
        "groups", "must be 1 or the number of channels, with one input each")
    }
    try self.init(
      kind: depthwise ? .depthwise : .dense, kernel: (shape[0], shape[1]),
      channels: (depthwise ? shape[3] : shape[2], shape[3]),
      stride: stride, padding: padding,
      paddingMode: description.paddingMode, weight: weight.values,
      bias: bias, layer: layer)
  }

  private init(
    kind: Kind, kernel: (height: Int, width: Int),
    channels: (in: Int, out: Int), stride: Int, padding: Padding,
    paddingMode: PaddingMode, weight: [Float], bias: [Float], layer: String
  ) throws(InferenceError) {
    let depth = weight.count / channels.out
    self.kind = kind
    kernelHeight = kernel.height
    kernelWidth = kernel.width
    inputChannels = channels.in
    outputChannels = channels.out
    self.stride = stride
    self.padding = padding
    self.paddingMode = paddingMode
    // Counts of weights in memory, so that 16 times as many do not overflow.
    let count =
      kind == .dense
      ? Int(rdc_packed_count(Int64(depth), Int64(channels.out)))
      : weight.count
    guard count <= Self.maximumPackedCount else {
      throw .limitExceeded(
        what: "packed weights of layer “\(layer)”", requested: count,
        limit: Self.maximumPackedCount)
    }
    weights = AlignedFloats(count: count) { packed in
      weight.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        switch kind {
        case .dense:
          rdc_pack_panels(base, Int64(depth), Int64(channels.out), packed)
        case .depthwise:
          packed.update(from: base, count: count)
        }
      }
    }
    let unit = Int(RDC_PANEL_UNIT)
    let missing = (unit - bias.count % unit) % unit
    self.bias = AlignedFloats(bias + Array(repeating: 0, count: missing))
    zeros = AlignedFloats(count: channels.in) {
      $0.initialize(repeating: 0, count: channels.in)
    }
  }

  /// Multiply-accumulates for one output pixel.
  var multiplyAccumulatesPerRow: Int {
    let taps = kernelHeight * kernelWidth
    return kind == .dense
      ? taps * inputChannels * outputChannels : taps * outputChannels
  }

  /// The shape `[N, H, W, C]` of the result for one of the input.
  func outputShape(
    _ x: [Int?], layer: String
  ) throws(InferenceError) -> [Int?] {
    let height = try outputSize(
      x[1], kernel: kernelHeight, before: padding.top, after: padding.bottom,
      layer: layer)
    let width = try outputSize(
      x[2], kernel: kernelWidth, before: padding.left, after: padding.right,
      layer: layer)
    return [x[0], height, width, outputChannels]
  }

  /// Height or width of the output, if that of the input is known.
  private func outputSize(
    _ size: Int?, kernel: Int, before: Int, after: Int, layer: String
  ) throws(InferenceError) -> Int? {
    guard let size else { return nil }
    let padded = try Shape.add(
      try Shape.add(size, before, of: layer), after, of: layer)
    guard padded >= kernel else {
      throw .invalidAttribute(
        layer: layer, attribute: "kernel",
        reason: "of \(kernel) is larger than the padded picture of \(padded)")
    }
    return (padded - kernel) / stride + 1
  }
}
