import CKernels

extension Executor {
  /// Below this number of multiply-accumulates, threads cost more than they
  /// save.
  static let serialWork = 1 << 18
  /// Rows of one part: the block of the kernels, and the unit of smaller ones.
  static let blockRows = 96
  static let unitRows = 12

  /// A convolution of single pixels.
  func convolve(
    _ plan: Convolution, _ input: Tensor, rows: Int, shape: [Int]
  ) -> Tensor {
    convolve(plan, input, picture: (1, 1), result: (1, 1, rows), shape: shape)
  }

  /// A convolution of pictures.
  func convolve(
    _ plan: Convolution, _ input: Tensor, shape: [Int]
  ) -> Tensor {
    convolve(
      plan, input, picture: (input.shape[1], input.shape[2]),
      result: (shape[1], shape[2], shape[0] * shape[1] * shape[2]),
      shape: shape)
  }

  private func convolve(
    _ plan: Convolution, _ input: Tensor,
    picture: (height: Int, width: Int),
    result: (height: Int, width: Int, rows: Int), shape: [Int]
  ) -> Tensor {
    var layout = rdc_conv2d_shape(
      input_height: Int64(picture.height), input_width: Int64(picture.width),
      input_channels: Int64(plan.inputChannels),
      output_height: Int64(result.height), output_width: Int64(result.width),
      output_channels: Int64(plan.outputChannels),
      kernel_height: Int64(plan.kernelHeight),
      kernel_width: Int64(plan.kernelWidth), stride: Int64(plan.stride),
      pad_top: Int64(plan.padding.top), pad_left: Int64(plan.padding.left),
      replicate: plan.paddingMode == .replicate ? 1 : 0,
      zeros: plan.zeros.pointer)
    let panelWidth = Int(RDC_PANEL)
    let panels =
      plan.kind == .dense
      ? (plan.outputChannels + panelWidth - 1) / panelWidth : 1
    let (rowGrain, panelGrain) = grains(
      rows: result.rows, panels: panels,
      work: result.rows * plan.multiplyAccumulatesPerRow)
    let rowParts = (result.rows + rowGrain - 1) / rowGrain
    let panelParts = (panels + panelGrain - 1) / panelGrain
    return make(shape) { output in
      read(input) { input in
        withUnsafePointer(to: &layout) { layout in
          workers.split(count: rowParts * panelParts, grain: 1) { parts in
            for part in parts {
              let row = part / panelParts * rowGrain
              let panel = part % panelParts * panelGrain
              let rowEnd = min(result.rows, row + rowGrain)
              switch plan.kind {
              case .dense:
                rdc_conv2d(
                  isa, layout, input, plan.weights.pointer, plan.bias.pointer,
                  output, Int64(row), Int64(rowEnd), Int64(panel),
                  Int64(min(panels, panel + panelGrain)))
              case .depthwise:
                rdc_depthwise(
                  isa, layout, input, plan.weights.pointer, plan.bias.pointer,
                  output, Int64(row), Int64(rowEnd))
              }
            }
          }
        }
      }
    }
  }

  /// How many rows and panels make one part: enough parts for the threads,
  /// by rows if there are enough of them and else by panels too.
  private func grains(
    rows: Int, panels: Int, work: Int
  ) -> (rows: Int, panels: Int) {
    guard workers.threads > 1, work > Self.serialWork else {
      return (rows, panels)
    }
    let wanted = 2 * workers.threads
    let share = max(1, rows / wanted)
    let units = (share + Self.unitRows - 1) / Self.unitRows
    let rowGrain = min(Self.blockRows, units * Self.unitRows)
    let rowParts = (rows + rowGrain - 1) / rowGrain
    guard rowParts < wanted else { return (rowGrain, panels) }
    let panelParts = min(panels, (wanted + rowParts - 1) / rowParts)
    return (rowGrain, (panels + panelParts - 1) / panelParts)
  }
}
